import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameEmail, parseEmail } from './email.ts'

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
