import { expect, it } from 'vitest'
import { fields, table } from './table.ts'

const columns = { NAME: ({ name }: { readonly name: string }) => name, ID: () => 'c1' }

it.each([' ', 'a ', '\u200b', '\u3164', 'x', '##[', '\\'])(
  'lays out names of 20,000 characters in no time: %j',
  (part) => {
    const name = part.repeat(20_000)
    const begun = performance.now()
    const text = table([{ name }, { name: `${name}.` }], columns) + fields({ name })
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(text.length).toBeLessThan(60_000)
    expect(text).toContain('…')
  },
)

it('lays out 20,000 rows of which one is long in no time', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({ name: index === 7 ? ' '.repeat(20_000) : 'a' }))
  const begun = performance.now()
  expect(table(rows, columns).split('\n')).toHaveLength(20_002)
  expect(performance.now() - begun).toBeLessThan(5000)
})

it('shows a space at either end of a name', () => {
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
