import { expect, it } from 'vitest'
import { merged, parseResults, readResults, toJson } from './resultFile.ts'
import { lists, missed, requests } from './samples.ts'
import { verdictsOf } from './verdict.ts'

it('reads what it has written', () => {
  const results = { version: 1, parts: [requests, lists], verdicts: [missed] } as const
  expect(parseResults(toJson(results))).toEqual(results)
})

it.each(['null', '{}', '{ "version": 2, "parts": [] }', '{ "version": 1 }'])('refuses %s', (json) => {
  expect(() => parseResults(json)).toThrow('another shape than version 1')
})

it('puts new parts in the place of older ones, in the order of the parts, and drops those that are gone', () => {
  const older = { version: 1, parts: [{ ...requests, part: 'gone' }, lists, requests], verdicts: [missed] } as const
  const newer = { ...lists, seconds: 99 }

  const all = merged(older, { version: 1, parts: [newer] }, ['requests', 'heap', 'lists'])

  expect(all).toEqual({ version: 1, parts: [requests, newer], verdicts: [missed] })
  const later = { version: 1, parts: [], verdicts: [] } as const
  expect(merged(older, later, []).verdicts).toEqual([])
})

it('holds verdicts that agree with their figures', async () => {
  const results = await readResults()
  expect(results.parts.length).toBeGreaterThan(0)
  for (const { figure, bound, target, isMet } of verdictsOf(results)) {
    const expected =
      figure !== null &&
      (bound === 'at most' ? figure <= target : bound === 'below' ? figure < target : figure >= target)
    expect(isMet).toBe(expected)
  }
})
