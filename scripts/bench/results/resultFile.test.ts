import { expect, it } from 'vitest'
import { merged, parseResults, readResults, toJson } from './resultFile.ts'
import { lists, requests } from './samples.ts'

it('reads what it has written', () => {
  const results = { version: 1, parts: [requests, lists] } as const
  expect(parseResults(toJson(results))).toEqual(results)
})

it.each(['null', '{}', '{ "version": 2, "parts": [] }', '{ "version": 1 }'])('refuses %s', (json) => {
  expect(() => parseResults(json)).toThrow('another shape than version 1')
})

it('puts new parts in the place of older ones, in the order of the parts, and drops those that are gone', () => {
  const older = { version: 1, parts: [{ ...requests, part: 'gone' }, lists, requests] } as const
  const newer = { ...lists, seconds: 99 }

  expect(merged(older, [newer], ['requests', 'heap', 'lists']).parts).toEqual([requests, newer])
})

it('holds verdicts that agree with their figures', async () => {
  const { parts } = await readResults()
  expect(parts.length).toBeGreaterThan(0)
  for (const { verdicts } of parts) {
    for (const { figure, bound, target, isMet } of verdicts) {
      const expected =
        figure !== null &&
        (bound === 'at most' ? figure <= target : bound === 'below' ? figure < target : figure >= target)
      expect(isMet).toBe(expected)
    }
  }
})
