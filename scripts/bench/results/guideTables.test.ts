import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { measurementsPage } from '../../docs/markedBlock.ts'
import { withBenchTables } from './guideTables.ts'
import { readResults } from './resultFile.ts'
import { lists, machine, requests } from './samples.ts'

const page = '# Title\n\nBefore.\n\n<!-- bench -->\n\nOld.\n\n<!-- /bench -->\n\nAfter.\n'
const cellsOf = (line: string | undefined): readonly string[] => (line ?? '').split('|').map((cell) => cell.trim())

it('the guide shows what measured.json holds: npm run bench -- --write', async () => {
  const guide = await readFile(measurementsPage, 'utf8')
  expect(guide).toBe(await withBenchTables(guide, await readResults()))
})

it('writes the targets, and a section for each part, between the markers', async () => {
  const written = await withBenchTables(page, { version: 1, parts: [requests, lists] })

  const lines = written.split('\n')
  const rowOf = (name: string): readonly string[] => cellsOf(lines.find((line) => line.startsWith(`| ${name}`)))
  expect(written).toMatch(/^# Title\n\nBefore\.\n\n<!-- bench -->\n\n## Targets\n/)
  expect(written).toMatch(/\n<!-- \/bench -->\n\nAfter\.\n$/)
  expect(written).not.toContain('Old.')
  expect(rowOf('a call')).toEqual(['', 'a call', '1.120 × the time of fetch', 'at most 1.15 ×', 'met', ''])
  expect(rowOf('a list').slice(2, 5)).toEqual([
    '5.5 times faster than page after page',
    'at least 6 times',
    '**missed**',
  ])
  expect(lines).toContain('## Speed of a request')
  expect(lines).toContain('`npm run bench -- requests`')
  expect(rowOf('labelbox-org')).toEqual(['', 'labelbox-org', '226', '', ''])
  expect(await withBenchTables(written, { version: 1, parts: [requests, lists] })).toBe(written)
})

it('says which machine measured, and which part where there are several', async () => {
  const textOf = async (...parts: readonly (typeof requests)[]): Promise<string> =>
    (await withBenchTables(page, { version: 1, parts })).replaceAll('\n', ' ')
  const busy = { ...lists, machine: { ...machine, load: 3.75 } }

  expect(await textOf(requests, busy)).toContain(
    'A processor, 2 cores, 8 GB of memory, Node 20.20.2, Linux 6.1.0; 2026-03-04. The load average was 0.3 to 3.8 when the parts began.',
  )
  const elsewhere = { ...lists, machine: { ...machine, cores: 64 } }
  expect(await textOf(requests, elsewhere)).toContain('`lists`: A processor, 64 cores')
})

it('needs the markers', async () => {
  await expect(withBenchTables('# Title\n', { version: 1, parts: [] })).rejects.toThrow('<!-- bench -->')
})
