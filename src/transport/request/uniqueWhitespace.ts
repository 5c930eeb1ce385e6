let calls = 0
let prefix = ''
let prefixedAt = -Infinity

/**
 * White space at the end of a body that makes it unique; JSON ignores it. Some `fetch` implementations cache or merge
 * requests with the same body whatever `cache` says, as Next.js does under `fetchCache = 'force-cache'`: a change would
 * not be made, and reading back would return the state before it.
 *
 * Made of the clock, which is read again after a second, and a count: random numbers before the first request would fail a
 * prerender of Next.js.
 */
export function uniqueWhitespace(): string {
  const { timeOrigin = 0 } = performance as Partial<Performance>
  const now = performance.now()
  if (now - prefixedAt >= 1000) {
    prefix = blanks(Math.trunc((timeOrigin + now) * 1000))
    prefixedAt = now
  }
  calls += 1
  return prefix + blanks(calls)
}

/** A number with white space for its digits to the base of 4, the lowest first. */
function blanks(number: number): string {
  let text = ''
  for (let rest = number; rest > 0; rest = Math.floor(rest / 4)) text += ' \t\n\r'[rest % 4] ?? ''
  return text
}
