/** As seconds later than any key expires (the year 5138), and as milliseconds earlier than any (1973). */
const secondsEnd = 1e11

/** Returns the end of a key's life. It should be in whole seconds; the API also returns text and other units. */
export function toExpiry(value: unknown): Date | null {
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number') return null
  const date = Number.isNaN(number) ? new Date(value as string) : new Date(number * (number < secondsEnd ? 1000 : 1))
  return date.getTime() > 0 ? date : null
}
