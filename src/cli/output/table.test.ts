import { expect, it } from 'vitest'
import { cpuMs } from '../../../test/support/cpuTime.ts'
import { layoutFor } from './table.ts'

const { fields, table } = layoutFor({ colors: false, timeZone: 'UTC' })

const columns = { NAME: ({ name }: { readonly name: string }) => name, ID: () => 'c1' }

it.each([' ', 'a ', '\u200b', '\u3164', 'x', '##[', '\\'])(
  'lays out names of 20,000 times %j in less than a second of CPU time',
  (part) => {
    const name = part.repeat(20_000)
    let text = ''
    const ms = cpuMs(() => {
      text = table([{ name }, { name: `${name}.` }], columns) + fields({ name })
    })
    expect(ms).toBeLessThan(1000)
    expect(text.length).toBeLessThan(60_000)
    expect(text).toContain('…')
  },
)

it('lays out 20,000 rows in less than five seconds of CPU time', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({ name: index === 7 ? ' '.repeat(20_000) : 'a' }))
  let text = ''
  const ms = cpuMs(() => {
    text = table(rows, columns)
  })
  expect(text.split('\n')).toHaveLength(20_002)
  expect(ms).toBeLessThan(5000)
})

it('escapes a space at either end of a name', () => {
  const text = table([{ name: 'sign' }, { name: 'sign ' }, { name: ' sign' }, { name: 'sign\u3000' }], columns)
  expect(text.split('\n').map((line) => line.split(/ +c1/)[0])).toEqual([
    expect.stringContaining('NAME'),
    'sign',
    String.raw`sign\u{20}`,
    String.raw`\u{20}sign`,
    String.raw`sign\u{3000}`,
    '',
  ])
})

it('prints dates to the minute in the time zone', () => {
  const at = { AT: () => new Date('2026-01-31T23:30:59Z') }
  expect(table([{}], at)).toContain('2026-01-31 23:30\n')
  expect(layoutFor({ colors: false, timeZone: 'Asia/Tokyo' }).table([{}], at)).toContain('2026-02-01 08:30\n')
})

it('prints heads in bold with colors', () => {
  const [head] = layoutFor({ colors: true })
    .table([{ name: 'a' }], columns)
    .split('\n')
  expect(head).toBe('\u001b[1mNAME\u001b[22m  \u001b[1mID\u001b[22m')
})

it.each([60, 40, 22])('narrows the widest columns to fit %i characters', (maxWidth) => {
  const wide = { A: () => 'a'.repeat(40), B: () => 'b'.repeat(30), C: () => 'c' }
  const [, row = ''] = layoutFor({ colors: false, maxWidth }).table([{}], wide).split('\n')
  expect(row.length).toBeLessThanOrEqual(maxWidth)
  expect(row).toMatch(/^a+… {2}b+… {2}c$/)
})
