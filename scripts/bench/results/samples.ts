import type { Machine, PartResult, Verdict } from './measurement.ts'

/** For tests. */
export const machine: Machine = {
  cpu: 'A processor',
  cores: 2,
  memory: 8,
  runtime: 'Node 20.20.2',
  os: 'Linux 6.1.0',
  load: 0.25,
}

const met: Verdict = {
  what: 'a call',
  figure: 1.12,
  bound: 'at most',
  target: 1.15,
  unit: '×',
  comparison: 'the time of fetch',
  isMet: true,
}
export const missed: Verdict = {
  ...met,
  what: 'a list',
  figure: 5.5,
  bound: 'at least',
  target: 6,
  unit: 'times',
  comparison: 'faster than page after page',
  isMet: false,
}

export const requests: PartResult = {
  part: 'requests',
  title: 'Speed of a request',
  date: '2026-03-04T05:06:07.000Z',
  machine,
  seconds: 12.5,
  tables: [
    {
      caption: 'Microseconds of a request.',
      columns: [
        { name: 'time', digits: 0 },
        { name: 'ratio', digits: 2 },
      ],
      rows: [
        { name: 'fetch', cells: [1201.4, 1] },
        { name: 'labelbox-org', cells: [225.6, null] },
      ],
    },
  ],
  verdicts: [met],
}

export const lists: PartResult = { ...requests, part: 'lists', title: 'Long lists', tables: [], verdicts: [missed] }
