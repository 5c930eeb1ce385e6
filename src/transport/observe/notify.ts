/** Calls a callback of the user's. What it throws, at once or later, is reported and goes no further. */
export function notify<Event>(
  callback: ((event: Event) => unknown) | undefined,
  event: Event,
  report: (error: unknown) => void,
): void {
  try {
    const result = callback?.(event)
    // Anything with a `then` may reject later.
    if (typeof result === 'object' && result !== null) Promise.resolve(result).catch(report)
  } catch (error) {
    report(error)
  }
}
