import fc from 'fast-check'
import { expect, it } from 'vitest'
import { code, escape } from './markdownText.ts'
import { printable } from './printable.ts'

/** The text that a reader of the Markdown sees. */
const read = (markdown: string): string =>
  markdown.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

const links = /@\w|#\w|GH-\d|:\/\/|www\.|:\w+:/i

it.each([
  'ask @octocat about it',
  'fixes #12, closes octo/cat#12 and resolves GH-12',
  'fixes https://github.com/octo/cat/issues/12',
  'www.example.com and ada@example.com',
  'written as entities already: &#64;octocat',
  'an emoji :tada: by its name',
])('turns no part into a mention or link: %s', (text) => {
  expect(read(escape(text))).not.toMatch(links)
  expect(read(escape(text)).replaceAll('\u200b', '')).toBe(text)
})

it('turns no part of foreign text into markup or a line break, and reads as that text', () => {
  const word = fc.constantFrom(
    '@',
    '#',
    '1',
    'GH-',
    'www.',
    '://',
    '`',
    '<img>',
    '](',
    '**',
    '~~',
    '|',
    '&lt;',
    '$',
    ':tada:',
    '\n',
    'a',
  )
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join('')),
      (text) => {
        const written = escape(text)
        expect(written.replaceAll(/&#\d+;/g, '')).not.toMatch(/[\\`*_[\]<>|#~@&$\r\n]/)
        expect(read(written)).not.toMatch(links)
        expect(read(written).replaceAll('\u200b', '')).toBe(text.replaceAll(/\s+/g, ' '))
      },
    ),
  )
})

const foreign = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.constantFrom('`', '``', ' ', '\n', '\u200b', '\u001b', 'a'),
    ),
    {
      maxLength: 10,
    },
  )
  .map((parts) => parts.join(''))

it('shows invisible characters as escapes, so that different names look different', () => {
  fc.assert(
    fc.property(foreign, (text) => {
      expect(escape(text) + code(text)).not.toMatch(/(?!\ufe0f)[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u)
    }),
  )
  expect(escape('sign\u200b')).toBe('sign&#92;u{200B}')
  expect(code('sign\u00ad')).toBe('`sign\\u{AD}`')
})

it('keeps all of the text inside the code fence', () => {
  fc.assert(
    fc.property(foreign, (text) => {
      const [, fence = '', inner = ''] = /^(`+)([^]*?[^`])\1$/.exec(code(text)) ?? []
      expect(inner.match(/`+/g) ?? []).not.toContain(fence)
      const line = printable(text.replaceAll(/[ \t\r\n]+/g, ' '))
      expect(/^[` ]|[` ]$|^$/.test(line) ? inner.slice(1, -1) : inner).toBe(line === '' ? '' : line)
    }),
  )
})

it('cuts a text after 1000 characters', () => {
  expect(escape('a'.repeat(1001))).toBe(`${'a'.repeat(999)}…`)
  expect(code('a'.repeat(1000))).toBe(`\`${'a'.repeat(1000)}\``)
})
