import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameEmail, parseEmail } from './email.ts'
import { expectLinearTime } from '../../test/support/growth.ts'

describe('parseEmail', () => {
  it.each([
    'ada@example.com',
    'a.b+c@sub.example.co.uk',
    "o'neil@example.com",
    'пример@пример.рф',
    'ü@bücher.example',
    '用户@例子.广告',
  ])('takes %s', (address) => {
    expect(parseEmail(address)).toBe(address)
  })

  it.each([
    '',
    ' ',
    'ada',
    '@example.com',
    'ada@',
    'ada@example',
    'ada@.com',
    'ada@exa mple.com',
    'a b@example.com',
    'a@b@example.com',
    'ada@example..com',
    'ada@-example.com',
    'Ada <ada@example.com>',
    'a@example.com,b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(140)}com`,
  ])('refuses %j', (text) => {
    expect(parseEmail(text)).toBeUndefined()
  })

  it('takes every address that fast-check can make, with space around it', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(parseEmail(`\t ${address} \n`)).toBe(address)
      }),
    )
  })

  it('never throws, and what it gives has one @ and no space', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (text) => {
        expect(parseEmail(text) ?? 'a@b').toMatch(/^[^\s@]+@[^\s@]+$/)
      }),
    )
  })
})

it('two addresses are one whatever their case and the space around them', () => {
  expect(isSameEmail(' Ada@Example.com', 'ada@example.COM ')).toBe(true)
  expect(isSameEmail('Ü@bücher.example', 'U\u0308@BÜCHER.example')).toBe(true)
  expect(isSameEmail('ada@example.com', 'ida@example.com')).toBe(false)
})

const unseen = fc
  .integer({ min: 0, max: 0xe0fff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character))

it('two addresses that differ by a character that nobody sees are one: it is taken off the ends, and refused inside', () => {
  fc.assert(
    fc.property(
      fc.emailAddress(),
      unseen,
      fc.nat(),
      fc.constantFrom('', 'mailto:', 'MAILTO: '),
      (address, mark, at, link) => {
        expect(parseEmail(`${mark}${link}${mark}${address}${mark}`)).toBe(address)
        const inside = 1 + (at % (address.length - 1))
        const marked = address.slice(0, inside) + mark + address.slice(inside)
        expect(parseEmail(marked)).toBeUndefined()
        expect(isSameEmail(link + marked, address)).toBe(true)
      },
    ),
  )
})

it.each(['mailto:', '\u200b', ' ', 'a', 'a.', 'a@', '-'])(
  'parses and compares long texts of %j in linear time',
  async (part) => {
    await expectLinearTime((length) => {
      const text = part.repeat(length)
      parseEmail(text)
      parseEmail(`a@${text}`)
      isSameEmail(text, `a@${text}`)
    }, 25_000)
  },
)

it.each([
  ['a@b.example/one', 'a@b.example/two'],
  ['a@b.example?one', 'a@b.example'],
])('takes %s and %s for two, whatever a URL would make of them', (one, other) => {
  expect(isSameEmail(one, other)).toBe(false)
})
