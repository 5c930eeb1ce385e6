import fc from 'fast-check'
import { expect, it } from 'vitest'
import { escape } from './markdown.ts'

/** What a reader of the Markdown sees. */
const read = (markdown: string): string =>
  markdown.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

const links = /@\w|#\w|GH-\d|:\/\/|www\./i

it.each([
  'ask @octocat about it',
  'fixes #12, closes octo/cat#12 and resolves GH-12',
  'fixes https://github.com/octo/cat/issues/12',
  'www.example.com and ada@example.com',
  'written as entities already: &#64;octocat',
])('makes no mention and no link of: %s', (text) => {
  expect(read(escape(text))).not.toMatch(links)
  expect(read(escape(text)).replaceAll('\u200b', '')).toBe(text)
})

it('makes nothing of a stranger’s text into markup or a line of its own, and reads as that text', () => {
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
    '\n',
    'a',
  )
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join('')),
      (text) => {
        const written = escape(text)
        expect(written.replaceAll(/&#\d+;/g, '')).not.toMatch(/[\\`*_[\]<>|#~@&\r\n]/)
        expect(read(written)).not.toMatch(links)
        expect(read(written).replaceAll('\u200b', '')).toBe(text.replaceAll(/\s+/g, ' '))
      },
    ),
  )
})
