/** Calls a function of the user's for the sake of what it does: what it throws, at once or later, is reported and goes no further. */
export function notify<Event>(
  hook: ((event: Event) => unknown) | undefined,
  event: Event,
  report: (error: unknown) => void,
): void {
  if (hook === undefined) return
  try {
    const result = hook(event)
    // Anything with a `then` may reject later, whoever's Promise it is.
    if (typeof result === 'object' && result !== null) Promise.resolve(result).catch(report)
  } catch (error) {
    report(error)
  }
}
