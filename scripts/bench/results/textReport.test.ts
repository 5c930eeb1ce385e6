import { expect, it } from 'vitest'
import { lists, machine, requests } from './samples.ts'
import { headText, isGood, partText, verdictsText } from './textReport.ts'

it('names the machine and its load, and not its host name', () => {
  expect(headText(machine)).toBe(
    'A processor, 2 cores, 8 GB of memory, Node 20.20.2, Linux 6.1.0.\nLoad average at the start: 0.25.\n',
  )
})

it('prints a table with the digits of its columns', () => {
  const lines = partText(requests).split('\n')
  expect(lines[0]).toBe('requests: Speed of a request (13 s)')
  expect(lines[2]).toBe('Microseconds of a request.')
  expect(lines.slice(4, 7).map((line) => line.trim().split(/\s{2,}/))).toEqual([
    ['time', 'ratio'],
    ['fetch', '201', '1.00'],
    ['labelbox-org', '226'],
  ])
})

it('prints a verdict for each target, and how many are met', () => {
  const lines = verdictsText([requests, lists]).split('\n')
  expect(lines[0]).toMatch(/^met +a call: times fetch +1\.120, at most 1\.15$/)
  expect(lines[1]).toMatch(/^MISSED a list: times less time +5\.5, at least 6$/)
  expect(lines[3]).toBe('1 of 2 targets are met. The parts took 25 s.')
})

it('names a part that failed', () => {
  const failed = { ...lists, verdicts: [], error: 'dist/index.js is missing.' }
  expect(verdictsText([requests, failed])).toContain('FAILED lists: dist/index.js is missing.\n')
  expect(partText(failed)).toContain('Not measured: dist/index.js is missing.')
  expect(isGood([requests, failed])).toBe(false)
})

it('is good if all targets are met', () => {
  expect(isGood([requests])).toBe(true)
  expect(isGood([requests, lists])).toBe(false)
})
