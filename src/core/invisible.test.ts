import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findInvisible, hasInvisible, trimmed, withoutInvisible } from './invisible.ts'
import { expectLinearTime } from '../../test/support/growth.ts'

/** Every format character of Unicode, and what else fonts leave out. */
const all = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character))

it('finds all of Cf, fillers, variation selectors and tags', () => {
  expect(all.length).toBeGreaterThan(4000)
  for (const character of all) {
    expect(hasInvisible(`a${character}`)).toBe(true)
    expect(trimmed(`${character} a b${character}\t`)).toBe('a b')
    expect(withoutInvisible(`a${character}b`)).toBe('ab')
    expect(findInvisible(`ad${character}a`)).toMatch(/^U\+[0-9A-F]{4,6} [A-Z -]+ at character 3$/)
  }
})

describe('findInvisible', () => {
  it.each([
    ['ad\u200ba', 'U+200B ZERO WIDTH SPACE at character 3'],
    ['😀\u202ea', 'U+202E RIGHT-TO-LEFT OVERRIDE at character 2'],
    ['a\u{e0041}', 'U+E0041 INVISIBLE CHARACTER at character 2'],
    ['1\ufe0f', 'U+FE0F INVISIBLE CHARACTER at character 2'],
    ['Str\u200deet', 'U+200D ZERO WIDTH JOINER at character 4'],
    ['\u00ada', 'U+00AD SOFT HYPHEN at character 1'],
  ])('names the one in %j', (text, found) => {
    expect(findInvisible(text)).toBe(found)
  })

  it.each(['⚠️ Old', '👩‍💻 Tasks', '👩🏽‍🚀', '1️⃣ First', 'می‌خواهم', 'क्‍ष', '葛󠄀城', 'plain', 'Zoë', '山田　太郎'])(
    'leaves %s, whose joiners and selectors it needs',
    (text) => {
      expect(findInvisible(text)).toBeUndefined()
      expect(trimmed(` ${text}\u200b`)).toBe(text)
    },
  )
})

it.each(['\u200b', '\u200ba', '⚠\ufe0f'])('has an invisible character: %j', (text) => {
  expect(hasInvisible(text)).toBe(true)
})

it.each(['', ' plain\t', 'Zoë', '山田　太郎'])('has none: %j', (text) => {
  expect(hasInvisible(text)).toBe(false)
})

it('removes white space and invisible characters at the ends, and nothing else', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom(...all.slice(0, 60), ' ', '⚠', '\ufe0f'),
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(part, fc.constantFrom(' ', '\t', 'a')), { maxLength: 8 }).map((parts) => parts.join('')),
      (text) => {
        const left = trimmed(text)
        expect(text).toContain(left)
        expect(withoutInvisible(text.replaceAll(/\s/g, ''))).toBe(withoutInvisible(left.replaceAll(/\s/g, '')))
        expect(trimmed(left)).toBe(left)
        expect(left.trim()).toBe(left)
      },
    ),
  )
})

it.each(['\u200b', ' \u200b', '⚠\ufe0f', '👩\u200d', 'ش\u200c'])(
  'trims and searches long texts of %j in linear time',
  async (part) => {
    await expectLinearTime((length) => {
      trimmed(`a${part.repeat(length)}a`)
      findInvisible(part.repeat(length))
    }, 10_000)
  },
)
