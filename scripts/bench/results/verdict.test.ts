import { expect, it } from 'vitest'
import type { Target } from './measurement.ts'
import { requests } from './samples.ts'
import { figureText, runVerdict, targetText, verdictOf } from './verdict.ts'

const target: Target = { what: 'a call', figure: 1, bound: 'at most', target: 1.15, unit: '' }

it.each<[Target['bound'], figure: number, isMet: boolean]>([
  ['at most', 1.15, true],
  ['at most', 1.1501, false],
  ['at least', 1.15, true],
  ['at least', 1.1499, false],
  ['below', 1.1499, true],
  ['below', 1.15, false],
])('%s 1.15 with a figure of %d: met is %s', (bound, figure, isMet) => {
  expect(verdictOf({ ...target, bound, figure })).toEqual({ ...target, bound, figure, isMet })
})

it.each([NaN, Infinity, null])('a figure of %s misses every target', (figure) => {
  for (const bound of ['at most', 'at least', 'below'] as const) {
    expect(verdictOf({ ...target, bound, figure })).toMatchObject({ figure: null, isMet: false })
  }
})

it('shows a figure with one digit more than its target', () => {
  expect(figureText({ ...target, figure: 1.15049 })).toBe('1.150')
  expect(targetText(target)).toBe('at most 1.15')
  const slow: Target = { ...target, figure: 82.345, bound: 'at least', target: 80, unit: 'ms' }
  expect(figureText(slow)).toBe('82.3 ms')
  expect(targetText(slow)).toBe('at least 80 ms')
  const faster: Target = { ...slow, figure: 1234.56, target: 1000, unit: 'times', comparison: 'faster than one by one' }
  expect(figureText(faster)).toBe('1,234.6 times faster than one by one')
  expect(targetText(faster)).toBe('at least 1,000 times')
  expect(figureText({ ...faster, figure: null })).toBe('not measured')
})

it('gives a run less than five minutes for all its parts', () => {
  const ofSeconds = (...seconds: readonly number[]) =>
    runVerdict(seconds.map((each) => ({ ...requests, seconds: each })))
  expect(ofSeconds(100, 199.9)).toMatchObject({ figure: 299.9, isMet: true })
  expect(ofSeconds(100, 200)).toMatchObject({ figure: 300, isMet: false })
})
