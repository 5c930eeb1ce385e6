let calls = 0

/**
 * White space at the end of a body that makes it unique; JSON ignores it. Some `fetch` implementations cache or merge
 * requests with the same body whatever `cache` says, as Next.js does under `fetchCache = 'force-cache'`: a change would
 * not be made, and reading back would return the state before it.
 *
 * Made of the clock and a count: random numbers before the first request would fail a prerender of Next.js.
 */
export function uniqueWhitespace(): string {
  calls += 1
  const { timeOrigin = 0 } = performance as Partial<Performance>
  const microseconds = Math.trunc((timeOrigin + performance.now()) * 1000)
  return blanks(microseconds) + blanks(calls)
}

/** A number with white space for its digits to the base of 4. */
function blanks(number: number): string {
  let text = ''
  for (let rest = number; rest > 0; rest = Math.trunc(rest / 4)) text += ' \t\n\r'[rest % 4]
  return text
}
