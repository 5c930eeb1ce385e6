import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectLinearTime } from '../../test/support/growth.ts'
import { isAddressTable, pastedAddresses } from './pastedAddresses.ts'

const emails = (text: string): readonly string[] => pastedAddresses(text).map(({ email }) => email)

it.each([
  ['one per line', 'ada@example.com\nbob@example.com\r\ncy@example.com'],
  ['commas', 'ada@example.com, bob@example.com,cy@example.com'],
  ['semicolons, as Outlook writes them', 'Ada <ada@example.com>; Bob <bob@example.com>; cy@example.com;'],
  ['names with a comma', 'Lovelace, Ada <ada@example.com>, "Bob, Jr." <bob@example.com>, cy@example.com'],
  ['spaces', 'ada@example.com bob@example.com  cy@example.com'],
  ['names without brackets', 'Ada Lovelace ada@example.com\nBob bob@example.com\ncy@example.com'],
  ['rows of a spreadsheet', 'Ada\tada@example.com\tLABELER\nBob\tbob@example.com\t\n\tcy@example.com'],
  ['quotes', '"ada@example.com"\n\'bob@example.com\'\n<cy@example.com>'],
  ['blank lines', '\n\n ada@example.com \n\n;;,\nbob@example.com\n\ncy@example.com\n'],
])('finds addresses with %s', (_name, text) => {
  expect(emails(text)).toEqual(['ada@example.com', 'bob@example.com', 'cy@example.com'])
})

it('says on which line an address is', () => {
  expect(pastedAddresses('\nada@example.com\n\nbob@example.com, cy@example.com')).toEqual([
    { email: 'ada@example.com', line: 2 },
    { email: 'bob@example.com', line: 4 },
    { email: 'cy@example.com', line: 4 },
  ])
})

it.each([
  ['bob', ['bob']],
  ['ada@example.com, bob', ['ada@example.com', 'bob']],
  ['bob, ada@example.com', ['bob', 'ada@example.com']],
  ['ask ada@example.com or bob@example.com', ['ask ada@example.com or bob@example.com']],
  ['Ada <ada at example.com>', ['Ada <ada at example.com>']],
  ['"ada@example.com', ['ada@example.com']],
])('returns text without an address, so that it is not lost unseen: %s', (text, found) => {
  expect(emails(text)).toEqual(found)
})

const address = fc
  .tuple(fc.stringMatching(/^[a-z0-9._+-]{1,12}$/), fc.stringMatching(/^[a-z0-9]{1,8}$/))
  .map(([local, domain]) => `${local}@${domain}.example`)
const name = fc.stringMatching(/^[A-Za-zé.' -]{1,16}$/)
const written = fc.oneof(
  address.map((email) => ({ email, text: email })),
  fc.tuple(name, address).map(([who, email]) => ({ email, text: `${who} <${email}>` })),
  fc.tuple(name, name, address).map(([last, first, email]) => ({ email, text: `"${last}, ${first}" <${email}>` })),
  fc.tuple(name, name, address).map(([last, first, email]) => ({ email, text: `${last}, ${first} <${email}>` })),
)

it('finds each address once and in order, however the list is written', () => {
  const delimiter = fc.constantFrom('\n', '\r\n', ', ', ';', '; ', ',\n', '\n\n')
  fc.assert(
    fc.property(fc.array(fc.tuple(written, delimiter), { maxLength: 20 }), (entries) => {
      const text = entries.map(([entry, end]) => entry.text + end).join('')
      const found = pastedAddresses(text)
      expect(found.map(({ email }) => email)).toEqual(entries.map(([{ email }]) => email))
      const lines = text.split(/\r?\n/)
      for (const { email, line } of found) expect(lines[line - 1]).toContain(email)
    }),
  )
})

it('loses no address of any text', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('@', '<', '>', '"', "'", ',', ';', '\t', '\n', ' '), address)
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const count = (in_: string): number => in_.split('@').length - 1
      const found = emails(text)
      for (const email of found) expect(email.trim()).not.toBe('')
      // A name may hold an @ beside the address in brackets.
      if (!text.includes('<')) expect(count(found.join('\n'))).toBe(count(text))
    }),
  )
})

it.each([
  ['quotes', '"'],
  ['brackets', '<'],
  ['commas', 'a,'],
  ['open quotes', '"<'],
  ['spaces', ' a@b'],
])('takes linear time for %s', async (_name, unit) => {
  await expectLinearTime((length) => pastedAddresses(unit.repeat(length)), 20_000)
})

it.each([
  ['Name,Email,Role\nAda,ada@example.com,LABELER', true],
  ['\n"email"\tname', true],
  ['email;role', true],
  ['ada@example.com\nbob@example.com', false],
  ['email ada@example.com', false],
  ['', false],
])('tells a table by its header: %j', (text, isTable) => {
  expect(isAddressTable(text)).toBe(isTable)
})
