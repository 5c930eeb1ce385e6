import { expect, it } from 'vitest'
import { expectLinearTime } from '../../../test/support/growth.ts'
import { layoutFor } from './table.ts'

const { fields, table } = layoutFor({ colors: false, timeZone: 'UTC' })

const columns = { NAME: ({ name }: { readonly name: string }) => name, ID: () => 'c1' }

it.each([' ', 'a ', '\u200b', '\u3164', 'x', '##[', '\\'])(
  'lays out and cuts long names of %j in linear time',
  async (part) => {
    await expectLinearTime((length) => {
      const name = part.repeat(length)
      const text = table([{ name }, { name: `${name}.` }], columns) + fields({ name })
      expect(text.length).toBeLessThan(60_000)
      expect(text).toContain('…')
    }, 20_000)
  },
)

it('lays out rows, one of them with a long name, in linear time', async () => {
  await expectLinearTime((count) => {
    const rows = Array.from({ length: count }, (_, index) => ({ name: index === 7 ? ' '.repeat(count) : 'a' }))
    expect(table(rows, columns).split('\n')).toHaveLength(count + 2)
  }, 5_000)
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
