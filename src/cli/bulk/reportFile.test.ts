import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BulkReport, InviteOutcome, RowOutcome } from 'labelbox-org'
import { folder } from '../../../test/support/folder.ts'
import { rejection } from '../../../test/support/roads.ts'
import { openReport } from './reportFile.ts'

const rowOf = (row: number, who: string): RowOutcome<InviteOutcome> => ({
  ...{ row, who, line: undefined, outcome: 'refused', code: undefined, reason: who, id: undefined },
  requestId: undefined,
})

/** A report of rows that were refused. */
const reportOf = (...people: readonly string[]): BulkReport<InviteOutcome> =>
  ({
    async *[Symbol.asyncIterator]() {
      for (const [index, who] of people.entries()) yield await Promise.resolve(rowOf(index + 1, who))
    },
  }) as unknown as BulkReport<InviteOutcome>

/** The cells that a spreadsheet with this delimiter may read, whether it respects quotes or not. */
function cellsOf(text: string, delimiter: string): readonly string[] {
  const raw = text.split(/[\n\v\f\r\u0085\u2028\u2029]/).flatMap((line) => line.split(delimiter))
  try {
    const quoted: string[][] = parse(text, { delimiter, relax_quotes: true, relax_column_count: true })
    return [...raw, ...quoted.flat()]
  } catch {
    return raw
  }
}

/** Whether a spreadsheet would run the cell: it skips some characters before a formula. */
const isFormula = (cell: string): boolean =>
  /^[=+\-@＝＋－＠﹢﹣﹦﹫−]/u.test(cell.replace(/^[\s\p{Cc}\p{Cf}"'`]+/u, '')) && !/^[\s\p{Cc}\p{Cf}"`]*'/u.test(cell)

describe('a CSV report', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...Array.from('=+-@＝＋－＠﹢﹣﹦﹫−'),
      "=cmd|' /C calc'!A0",
      '=HYPERLINK("https://x.example")',
      '-2+3',
    ),
    fc.constantFrom(
      ...Array.from(';,|\t\n\r\v\f"\'` '),
      '\r\n',
      '\u0085',
      '\u2028',
      '\u00a0',
      '\ufeff',
      '\u200b',
      '\0',
      '""',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  )
  const cell = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))

  it('has no formula, whatever delimiter a spreadsheet uses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 4 }), async (people) => {
        const path = join(folder().path, 'r.csv')
        await (await openReport(path, [])).write(reportOf(...people))
        const text = readFileSync(path, 'utf8')
        for (const delimiter of [',', ';', '\t', '|']) {
          expect(cellsOf(text, delimiter).filter(isFormula)).toEqual([])
        }
      }),
    )
  })
})

describe.skipIf(process.platform === 'win32')('refuses to write a report', () => {
  it.each<readonly [string, (path: string, at: string) => void, string]>([
    ['through a link to a file', (path, at) => symlinkSync(join(path, 'outside'), at), 'symbolic link'],
    ['through a dangling link', (path, at) => symlinkSync(join(path, 'none'), at), 'symbolic link'],
    ['through a link to itself', (_, at) => symlinkSync(at, at), 'symbolic link'],
    ['through a link to a device', (_, at) => symlinkSync('/dev/stdout', at), 'symbolic link'],
    ['over a folder', (_, at) => mkdirSync(at), 'regular file'],
  ])('%s', async (_what, make, reason) => {
    const { path, put } = folder()
    put('outside', 'untouched')
    const at = join(path, 'r.csv')
    make(path, at)
    const before = readdirSync(path)

    expect(await rejection(openReport(at, []))).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(reason) as string,
    })

    expect(readFileSync(join(path, 'outside'), 'utf8')).toBe('untouched')
    expect(readdirSync(path)).toEqual(before)
  })
})

it('replaces a readable file by a private one, and leaves its hard links alone', async () => {
  const { path, put } = folder()
  const at = put('r.csv', 'of old')
  writeFileSync(at, 'of old', { mode: 0o666 })
  linkSync(at, join(path, 'other'))

  const report = await openReport(at, [])
  expect(readdirSync(path).sort()).toEqual(['other', 'r.csv'])
  await report.write(reportOf('ada@example.com'))

  expect(lstatSync(at).isFile()).toBe(true)
  expect(statSync(at).mode & 0o077).toBe(0)
  expect(readFileSync(join(path, 'other'), 'utf8')).toBe('of old')
  expect(readdirSync(path).sort()).toEqual(['other', 'r.csv'])
})
