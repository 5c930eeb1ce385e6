import { expect, test } from 'vitest'
import { linesOf, score, survivors, type Change } from './survivors.ts'

const change = (status: Change['status'], more: Partial<Change> = {}): Change => ({
  fileName: 'src/lists/refine.ts',
  location: { start: { line: 3, column: 5 }, end: { line: 3, column: 9 } },
  mutatorName: 'BooleanLiteral',
  replacement: 'false',
  status,
  ...more,
})

const at = (line: number, column: number): Change['location'] => ({
  start: { line, column },
  end: { line, column: column + 1 },
})

test('counts a failing test and an endless one as noticed, and leaves out what was not tried', () => {
  const tried = (['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const).map((status) => change(status))
  expect(score(tried)).toBe('tests noticed 2 of 4 changes (50.0 %).')
  const ignored = (['Ignored', 'CompileError', 'RuntimeError'] as const).map((status) => change(status))
  expect(score([...tried, ...ignored])).toBe(score(tried))
  expect(score(ignored)).toBe('nothing was changed.')
})

test('names each survivor with its place and its change, in the order of the files', () => {
  expect(
    survivors([
      change('Survived', { location: at(20, 2) }),
      change('Killed'),
      change('Survived', { location: at(3, 8) }),
      change('NoCoverage'),
      change('Timeout'),
      change('Survived', { fileName: 'src/lists/pages.ts', location: at(30, 1) }),
    ]),
  ).toEqual([
    'src/lists/pages.ts:30:1 BooleanLiteral: false',
    'src/lists/refine.ts:3:5 BooleanLiteral: false (no test runs it)',
    'src/lists/refine.ts:3:8 BooleanLiteral: false',
    'src/lists/refine.ts:20:2 BooleanLiteral: false',
  ])
})

test('writes a change on one line of at most 100 characters', () => {
  const [line] = survivors([change('Survived', { replacement: `{\n  ${'a'.repeat(200)}\n}` })])
  expect(line).toBe(`src/lists/refine.ts:3:5 BooleanLiteral: { ${'a'.repeat(97)}…`)
})

test('names the lines on which a change survived, each once', () => {
  const mutants = [change('Survived'), change('NoCoverage'), change('Killed', { location: at(20, 2) })]
  expect(linesOf({ files: { 'src/lists/pages.ts': { mutants: [] }, 'src/lists/refine.ts': { mutants } } })).toEqual([
    'src/lists/refine.ts:3-3',
  ])
})
