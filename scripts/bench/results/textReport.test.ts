import { expect, it } from 'vitest'
import { shapeVersion as version } from './measurement.ts'
import { lists, machine, requests } from './samples.ts'
import { busyText, headText, isGood, partText, verdictsText } from './textReport.ts'
import { runVerdict } from './verdict.ts'

it('names the machine and its load, and not its host name', () => {
  expect(headText(machine)).toBe(
    'A processor, 2 cores, 8 GB of memory, Node 20.20.2, Linux 6.1.0.\nLoad average at the start: 0.25.\n',
  )
})

it('warns of other work on the machine', () => {
  expect(busyText({ ...machine, load: 2.5 })).toContain('load average is 2.50 with 2 cores')
  expect(busyText({ ...machine, load: 2 })).toBe('')
})

it('prints a table with the digits of its columns', () => {
  const lines = partText(requests).split('\n')
  expect(lines[0]).toBe('requests: Speed of a request (13 s)')
  expect(lines[2]).toBe('Microseconds of a request.')
  expect(lines.slice(4, 7).map((line) => line.trim().split(/\s{2,}/))).toEqual([
    ['time', 'ratio'],
    ['fetch', '1,201', '1.00'],
    ['labelbox-org', '226'],
  ])
})

it('prints a verdict for each target, and how many are met', () => {
  const lines = verdictsText({ version, parts: [requests, lists], verdicts: [runVerdict([requests])] }).split('\n')
  expect(lines[0]).toMatch(/^met +a call +1\.120 × the time of fetch \(at most 1\.15 ×\)$/)
  expect(lines[1]).toMatch(/^MISSED a list +5\.5 times faster than page after page \(at least 6 times\)$/)
  expect(lines[2]).toMatch(/^met +all parts .* 12\.5 s \(below 300 s\)$/)
  expect(lines[4]).toBe('2 of 3 targets are met. The parts took 25 s.')
})

it('names a part that failed', () => {
  const failed = { ...lists, verdicts: [], error: 'dist/index.js is missing.' }
  expect(verdictsText({ version, parts: [requests, failed] })).toContain('FAILED lists: dist/index.js is missing.\n')
  expect(partText(failed)).toContain('Not measured: dist/index.js is missing.')
  expect(isGood({ version, parts: [requests, failed] })).toBe(false)
})

it('is good if all targets are met', () => {
  const ofTooLong = [runVerdict([{ ...requests, seconds: 300 }])]
  expect(isGood({ version, parts: [requests] })).toBe(true)
  expect(isGood({ version, parts: [requests, lists] })).toBe(false)
  expect(isGood({ version, parts: [requests], verdicts: ofTooLong })).toBe(false)
})
