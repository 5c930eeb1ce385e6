import { expect, it } from 'vitest'
import { expectLinearTime } from '../../test/support/growth.ts'
import { withoutFormulas } from './formulas.ts'

it.each(Array.from('=+-@＝＋－＠﹢﹣﹦﹫−'))(
  'escapes a formula that begins with %s, after white space and quotes too',
  (sign) => {
    expect(withoutFormulas(`${sign}1`)).toBe(`'${sign}1`)
    expect(withoutFormulas(` \u00a0"'\0${sign}1`)).toBe(`' \u00a0"'\0${sign}1`)
  },
)

it.each([';', ',', '|', '\t', '\n', '\v', '\f', '\r', '\r\n', '\u0085', '\u2028', '\u2029'])(
  'escapes a formula after %j, which ends a cell for some spreadsheet',
  (end) => {
    expect(withoutFormulas(`a${end}=1+1${end}b`)).toBe(`a${end}'=1+1${end}b`)
  },
)

it.each([
  'ada@example.com',
  'Ada Lovelace <ada@example.com>',
  'Street signs=REVIEWER',
  'a-b, c-d; e+f',
  'the address has a space: “a b@example.com”',
])('does not change %j', (text) => expect(withoutFormulas(text)).toBe(text))

it.each(['\u3164', '\ufe0f', '\u034f', '\u2800', '\u{e0100}'])('escapes a formula after the invisible %j', (mark) => {
  expect(withoutFormulas(`a;${mark}=1+1`)).toBe(`a;'${mark}=1+1`)
})

it.each([' ', '"', '\t', ';', "'", '\u200b', '; "'])('escapes a long cell of %j in linear time', async (unit) => {
  await expectLinearTime((length) => withoutFormulas(unit.repeat(length)), 50_000)
})
