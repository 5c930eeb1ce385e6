import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brief, cut, printable, toJson } from './printable.ts'
import { expectLinearTime } from '../../test/support/growth.ts'

/** Whatever has no glyph of its own, apart from the one selector that makes a sign into an emoji. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u2800]/u

/** Any code points, with those that make trouble often among them. */
const foreign = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        ...[
          '\u200b',
          '\u00ad',
          '\u3164',
          '\u{e0041}',
          '\ufe0f',
          '\u202e',
          '\u001b]52;c;aGk=\u0007',
          '\u009b31m',
          '\u007f',
        ],
        ...[
          '\n',
          '\r\n',
          '\t',
          '\u00a0',
          '\u2800',
          '\u200d',
          '\ud800',
          '⚠',
          '😀',
          '©',
          'a',
          ' ',
          '\\',
          '\\u{200B}',
          '::',
          '##[',
        ],
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

/** The text of which this is the printable form. */
const read = (shown: string): string =>
  shown.replace(/\\u\{([0-9A-F]+)\}/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))

describe('printable', () => {
  it.each([
    ['a terminal escape', 'red\u001b[31m', String.raw`red\u{1B}[31m`],
    ['a C1 control', '\u009b31m', String.raw`\u{9B}31m`],
    ['an OSC 52 that writes the clipboard', '\u001b]52;c;aGk=\u0007', String.raw`\u{1B}]52;c;aGk=\u{7}`],
    ['a line break', 'one\r\ntwo', String.raw`one\u{D}\u{A}two`],
    ['a direction override', 'a\u202etxt', String.raw`a\u{202E}txt`],
    ['a zero width space', 'Str\u200beet', String.raw`Str\u{200B}eet`],
    ['a soft hyphen', 'Str\u00adeet', String.raw`Str\u{AD}eet`],
    ['a Hangul filler', '\u3164', String.raw`\u{3164}`],
    ['a tag', 'a\u{e0041}', String.raw`a\u{E0041}`],
    ['a variation selector', 'a\ufe0f', String.raw`a\u{FE0F}`],
    ['a selector after an emoji that is one without it', '😀\ufe0f', String.raw`😀\u{FE0F}`],
    ['half of a pair', 'a\ud83d', String.raw`a\u{D83D}`],
    ['a space that does not break', 'a\u00a0b', String.raw`a\u{A0}b`],
    ['a text that is written like an escape', String.raw`\u{200B}`, String.raw`\u{5C}u{200B}`],
    ['a command of GitHub Actions', '::stop-commands::x', String.raw`\u{3A}:stop-commands::x`],
    ['an old command of GitHub Actions', 'see ##[set-output name=a]b', String.raw`see #\u{23}[set-output name=a]b`],
    ['a command of Azure Pipelines', '##vso[task.complete]', String.raw`#\u{23}vso[task.complete]`],
  ])('writes %s as an escape', (_what, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it.each([
    'Grace Hopper',
    'Zoë Ünal',
    '山田　太郎',
    'سارة',
    '⚠️ Old',
    '❤️',
    '😀',
    'C:\\users',
    'std::vector',
    '## Heading',
    '5 # 6',
  ])('leaves %s as it is', (text) => {
    expect(printable(text)).toBe(text)
  })

  it('shows any two texts differently, without invisible characters', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const shown = printable(text)
        expect(shown.replaceAll(/(?<=[\u2190-\u{1faff}])\ufe0f/gu, '')).not.toMatch(unseen)
        expect(shown).not.toMatch(/^ *::|##[a-z]*\[/i)
        expect(read(shown)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([' ', '\\', '#', ':', '\u200b', '\ufe0f', '\ud800', '##a', '##[', '\\u{'])(
    'prints long texts of %j in linear time',
    async (part) => {
      await expectLinearTime((length) => printable(part.repeat(length)), 50_000)
    },
  )
})

it('cuts a text without splitting a surrogate pair', () => {
  expect(cut('abc', 3)).toBe('abc')
  expect(cut('abcd', 3)).toBe('ab…')
  expect(cut('a😀bc', 3)).toBe('a…')
  expect(brief('\u200b'.repeat(5), 2)).toBe(String.raw`\u{200B}…`)
})

it('writes JSON with the same value and no invisible characters', () => {
  fc.assert(
    fc.property(foreign, foreign, (name, text) => {
      const value = { [`${name} `]: [text] }
      const json = toJson(value)
      expect(JSON.parse(json)).toEqual(value)
      expect(json.replaceAll('\n', '')).not.toMatch(unseen)
      expect(json).not.toMatch(/##[a-z]*\[/i)
      expect(toJson(value, 0).split('\n')).toHaveLength(1)
      expect(json.split('\n').map((line) => line.search(/\S/))).toEqual([0, 2, 4, 2, 0])
    }),
  )
})
