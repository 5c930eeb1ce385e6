import { LabelboxError } from 'labelbox-org'
import { expect, it } from 'vitest'
import { compactTable } from './compactTable.ts'
import type { Result } from './measure.ts'
import { operations } from './operations.ts'
import { withTables } from './guideTables.ts'
import { fullTable } from './table.ts'
import type { FaultCase, Processing, Times, AnswerLabel } from './caseBuilders.ts'

const [inviteUser] = operations
if (inviteUser === undefined) throw new Error('There is no operation.')

const caseOf = (what: AnswerLabel, times: Times, processing: Processing): FaultCase => ({
  what,
  times,
  processing,
  isDenied: false,
  fault: () => ({ kind: 'reset' }),
})

const found: Omit<Result, 'faultCase'> = {
  operation: inviteUser,
  kind: 'mutation',
  first: { value: {} },
  ms: 400,
  lateMs: 0,
  attempts: 1,
  carriedOut: 1,
  state: { stored: 1, isDone: true },
  second: { error: new LabelboxError({ code: 'ALREADY_INVITED', message: '' }) },
  sentAgain: 0,
  settlement: undefined,
  flaw: undefined,
  complaints: [],
}
const lost: Omit<Result, 'faultCase'> = {
  ...found,
  first: { error: new LabelboxError({ code: 'OUTCOME_UNKNOWN', mayHaveRun: true, message: '' }) },
  second: { error: new LabelboxError({ code: 'OUTCOME_UNKNOWN', mayHaveRun: true, message: '' }) },
  state: { stored: 0, isDone: false },
  settlement: { email: '', outcome: 'not-found', invite: undefined, member: undefined },
  ms: 64_100,
}

const results: readonly Result[] = [
  { ...found, faultCase: caseOf(['HTTP', 502], 'once', 'before') },
  { ...found, faultCase: caseOf(['HTTP', 502], 'forever', 'before') },
  { ...found, faultCase: caseOf(['HTTP', 503], 'forever', 'before'), ms: 2300 },
  { ...found, faultCase: caseOf(['reset', 'before the response'], 'once', 'before') },
  { ...found, faultCase: caseOf(['reset', 'before the response'], 'forever', 'before') },
  { ...found, faultCase: caseOf(['HTTP', 502], 'once', 'late') },
  { ...lost, faultCase: caseOf(['no response'], 'once', 'never') },
]

it('has a row for each call', () => {
  const [head, first, ...others] = fullTable(inviteUser, results)

  expect(head).toEqual([
    'response',
    'when',
    'attempts',
    'invites stored',
    'seconds',
    'what the caller got',
    'called again',
  ])
  expect(first).toEqual(['HTTP 502', 'once, after processing', '1', '1', '0.4', 'success', 'ALREADY_INVITED'])
  expect(others.at(-1)).toEqual([
    'no response',
    'once, not processed',
    '1',
    '0',
    '64.1',
    'OUTCOME_UNKNOWN; settle() later: not-found',
    'OUTCOME_UNKNOWN',
  ])
  expect(others).toHaveLength(6)
})

it('groups calls with the same outcome, and rounds seconds that vary between runs', () => {
  const [, ...rows] = compactTable(inviteUser, results)

  expect(rows.map(([answer, when, , , seconds]) => [answer, when, seconds])).toEqual([
    ['HTTP 502; reset before the response', 'once or forever, after processing', 'under 1'],
    ['HTTP 503', 'forever, after processing', 'under 10'],
    ['HTTP 502', 'once, processed 1 s later', 'under 1'],
    ['no response', 'once, not processed', '60'],
  ])
})

it('omits details in groups, and starts a new row when one is full', () => {
  const details = ['with JSON', 'with text'].map((detail) => ({
    ...found,
    faultCase: caseOf(['HTTP', 503, detail], 'once', 'late'),
  }))
  const codes = Array.from({ length: 8 }, (_, number) => ({
    ...found,
    faultCase: caseOf(['code', `A_VERY_LONG_CODE_${number}`], 'once', 'late'),
  }))

  const [, first, second, third] = compactTable(inviteUser, [...details, ...codes])

  expect(fullTable(inviteUser, details)[1]?.[0]).toBe('HTTP 503 with JSON')
  expect(first?.[0]).toBe('HTTP 503')
  expect(second?.[0]).toMatch(/^code A_VERY_LONG_CODE_0, .*A_VERY_LONG_CODE_7$/)
  expect(second?.slice(1)).toEqual(first?.slice(1))
  expect(third).toBeUndefined()
})

it('does not count the invite of the second call for the first', () => {
  const refused: Result = {
    ...found,
    faultCase: caseOf(['code', 'FORBIDDEN'], 'once', 'never'),
    first: { error: new LabelboxError({ code: 'AUTHORIZATION', message: '' }) },
    second: { value: {} },
  }

  expect(fullTable(inviteUser, [refused])[1]?.slice(2)).toEqual(['1', '0', '0.4', 'AUTHORIZATION', 'success'])
})

it('replaces the text between the markers, and nothing else', async () => {
  const guide = '# Title\n\nBefore.\n\n<!-- faults -->\n\nOld.\n\n<!-- /faults -->\n\nAfter.\n'

  const once = await withTables(guide, results)

  expect(once).toMatch(/^# Title\n\nBefore\.\n\n<!-- faults -->\n\n/)
  expect(once).toMatch(/\n\n<!-- \/faults -->\n\nAfter\.\n$/)
  expect(once).not.toContain('Old.')
  expect(once).toMatch(/\| no response +\| once, not processed +\| 1 +\| 0 +\| 60 +\|/)
  expect(await withTables(once, results)).toBe(once)
  await expect(withTables('# Title\n', results)).rejects.toThrow(/lacks the markers/)
})
