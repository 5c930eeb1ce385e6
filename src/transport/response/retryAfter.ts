/**
 * The milliseconds that a `Retry-After` asks for: a number of seconds, or an HTTP date. A date is compared with the
 * response's own `Date`, if it has one, since the clocks of two machines differ. `undefined` for anything else.
 */
export function parseRetryAfter(value: string | null, date: string | null = null): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const until = parseDate(text)
  if (until === undefined) return undefined
  return Math.max(0, until - (parseDate(date ?? '') ?? Date.now()))
}

/** HTTP dates end with GMT, or have the form of C's asctime. `Date.parse` accepts more. */
function parseDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2,8},? [\w :-]+$/.test(text)) return undefined
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(time) ? undefined : time
}
