import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { measureParts } from './measureParts.ts'
import type { Part } from './parts.ts'
import type { Target } from './results/measurement.ts'
import { parseResults } from './results/resultFile.ts'

const target: Target = { what: 'a call', figure: 1, bound: 'at most', target: 1.15, unit: '' }

function part(name: string, isDefault: boolean, figure: number, calls: unknown[] = []): Part {
  return {
    name,
    title: `Title of ${name}`,
    isDefault,
    measure: (options) => {
      calls.push([name, options])
      return Promise.resolve({ tables: [], targets: [{ ...target, figure }] })
    },
  }
}

const broken: Part = {
  name: 'broken',
  title: 'Broken',
  isDefault: false,
  measure: () => Promise.reject(new Error('There is no build.')),
}

async function run(args: readonly string[], parts: readonly Part[]) {
  const ended = { code: 0, stdout: '', stderr: '' }
  ended.code = await measureParts(args, parts, {
    stdout: { write: (text) => (ended.stdout += text) },
    stderr: { write: (text) => (ended.stderr += text) },
  })
  return ended
}

it('measures the default parts, prints verdicts and exits with 0', async () => {
  const calls: unknown[] = []
  const parts = [part('one', true, 1, calls), part('two', false, 9, calls)]

  const { code, stdout, stderr } = await run([], parts)

  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(calls).toEqual([['one', { rounds: 60, requests: 15 }]])
  expect(stdout).toMatch(/ cores, .*Node \d+/)
  expect(stdout).toMatch(/^met +all parts of a run without names .*\(below 300 s\)$/m)
  expect(stdout).toContain('2 of 2 targets are met.')
})

it('measures parts by name, and exits with 1 if a target is missed', async () => {
  const { code, stdout } = await run(['two'], [part('one', true, 1), part('two', false, 9)])
  expect(code).toBe(1)
  expect(stdout).toContain('MISSED a call')
  expect(stdout).not.toContain('all parts')
  expect(stdout).not.toContain('Title of one')
})

it('measures everything with all, with the rounds that are asked for', async () => {
  const calls: unknown[] = []
  await run(['all', '--rounds', '3', '--requests', '4'], [part('one', true, 1, calls), part('two', false, 1, calls)])
  const options = { rounds: 3, requests: 4 }
  expect(calls).toEqual([
    ['one', options],
    ['two', options],
  ])
})

it('prints only JSON to standard output with --json', async () => {
  const { code, stdout, stderr } = await run(['--json'], [part('one', true, 1.2)])

  expect(code).toBe(1)
  expect(stderr).toContain('MISSED')
  const { version, parts, verdicts } = parseResults(stdout)
  expect(version).toBe(1)
  expect(parts).toMatchObject([
    { part: 'one', title: 'Title of one', tables: [], verdicts: [{ ...target, figure: 1.2, isMet: false }] },
  ])
  expect(verdicts).toMatchObject([{ bound: 'below', target: 300, isMet: true }])
  expect(parts[0]?.machine).toMatchObject({ cores: expect.any(Number) as number })
})

it('takes results from a file with --from, without measuring', async () => {
  const calls: unknown[] = []
  const parts = [part('one', true, 1.2, calls)]
  const { stdout } = await run(['--json'], parts)
  const file = join(await mkdtemp(join(tmpdir(), 'labelbox-org-bench-')), 'results.json')
  await writeFile(file, stdout)
  onTestFinished(() => rm(dirname(file), { recursive: true }))

  const again = await run(['--json', '--from', file], parts)

  expect(again.code).toBe(1)
  expect(again.stdout).toBe(stdout)
  expect(calls).toHaveLength(1)
})

it('goes on after a part that fails, exits with 1, and writes nothing', async () => {
  const { code, stdout, stderr } = await run(['broken', 'two', '--write'], [broken, part('two', false, 1)])
  expect(code).toBe(1)
  expect(stdout).toContain('FAILED broken: There is no build.')
  expect(stdout).toContain('1 of 1 targets are met.')
  expect(stderr).toContain('Nothing is written')
})

it.each([
  [['three'], 'Unknown part three. Parts: all, one, broken.'],
  [['--rounds', '0'], '--rounds takes a positive whole number.'],
  [['one', '--from', 'results.json'], '--from takes all parts of the file'],
  [['--fast'], "Unknown option '--fast'"],
])('refuses %j with 2', async (args, message) => {
  const { code, stdout, stderr } = await run(args, [part('one', true, 1), broken])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(message)
})

it('lists parts and options with --help', async () => {
  const { code, stdout } = await run(['--help'], [part('one', true, 1), broken])
  expect(code).toBe(0)
  expect(stdout).toMatch(/ {2}one +Title of one\n[\s\S]* {2}broken +Broken\n/)
  expect(stdout).toContain('--json')
})
