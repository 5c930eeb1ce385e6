/** Calls a user's callback. Errors that it throws or rejects with are reported and not passed on. */
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
