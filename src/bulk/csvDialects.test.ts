import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isLabelboxError, type InviteRow } from 'labelbox-org'
import { inviteRows } from 'labelbox-org/bulk'
import { folder } from '../../test/support/folder.ts'
import { rejection } from '../../test/support/roads.ts'
import { expectLinearTime } from '../../test/support/growth.ts'

async function read(content: string | Buffer): Promise<readonly InviteRow[]> {
  const rows: InviteRow[] = []
  for await (const row of inviteRows(folder().put('people.csv', content)).read()) rows.push(row)
  return rows
}

async function refusal(content: string | Buffer) {
  const error = await rejection(read(content))
  if (!isLabelboxError(error, 'INVALID_ROWS')) throw error
  return error.rows[0]
}

const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le')

const people = [
  { email: 'ada@example.com', role: 'LABELER' },
  { email: 'zoë@example.com', role: 'NONE', groups: [{ group: 'Réviseurs', role: 'REVIEWER' }] },
]

// The same table as each program writes it, with further columns.
it.each([
  [
    'Excel, English, “CSV UTF-8”',
    '\uFEFFName,email,role,groups,,\r\n"Lovelace, Ada",ada@example.com,LABELER,,,\r\n"Doe; Zoë",zoë@example.com,NONE,Réviseurs=REVIEWER,,\r\n,,,,,\r\n',
  ],
  [
    'Excel, German, “CSV UTF-8”',
    '\uFEFFName;email;role;groups;;\r\nLovelace, Ada;ada@example.com;LABELER;;;\r\n"Doe; Zoë";zoë@example.com;NONE;Réviseurs=REVIEWER;;\r\n;;;;;\r\n',
  ],
  [
    'Excel, “Unicode text”',
    utf16(
      'Name\temail\trole\tgroups\r\n"Lovelace, Ada"\tada@example.com\tLABELER\t\r\n"Doe; Zoë"\tzoë@example.com\tNONE\tRéviseurs=REVIEWER\r\n',
    ),
  ],
  [
    'Excel with the delimiter on the first line',
    'sep=;\r\nName;email;role;groups\r\nLovelace, Ada;ada@example.com;LABELER\r\n"Doe; Zoë";zoë@example.com;NONE;Réviseurs=REVIEWER\r\n',
  ],
  [
    'a spreadsheet that saved the sep= line as a row with semicolons',
    'sep=;;;; \r\nName;email;role;groups\r\nAda;ada@example.com;LABELER\r\nZoë;zoë@example.com;NONE;Réviseurs=REVIEWER\r\n',
  ],
  [
    'a spreadsheet that saved the sep= line as a row with commas',
    '"sep=;",,,\r\nName,email,role,groups\r\nAda,ada@example.com,LABELER\r\nZoë,zoë@example.com,NONE,Réviseurs=REVIEWER\r\n',
  ],
  [
    'Google Sheets',
    'Name,email,role,groups\r\n"Lovelace, Ada",ada@example.com,LABELER,\r\nDoe; Zoë,zoë@example.com,NONE,Réviseurs=REVIEWER',
  ],
  [
    'Numbers',
    'Name;email;role;groups;\n"Lovelace, Ada";ada@example.com;LABELER;;\n"Doe; Zoë";zoë@example.com;NONE;Réviseurs=REVIEWER;\n;;;;\n;;;;\n',
  ],
  [
    'Okta, with a role added',
    '"login","firstName","email","role","groups"\n"ada","Ada","ada@example.com","LABELER",\n"zoe","Zoë","zoë@example.com","NONE","Réviseurs=REVIEWER"\n',
  ],
  [
    'Entra ID, with columns named',
    'version:v1.0\r\nemail,Redirection url [inviteRedirectURL] Required,role,groups\r\nada@example.com,https://example.com,LABELER\r\nzoë@example.com,https://example.com,NONE,Réviseurs=REVIEWER\r\n',
  ],
  [
    'PowerShell 5',
    utf16(
      '#TYPE System.Management.Automation.PSCustomObject\r\n"Name","email","role","groups"\r\n"Ada","ada@example.com","LABELER",\r\n"Zoë","zoë@example.com","NONE","Réviseurs=REVIEWER"\r\n',
    ),
  ],
  [
    'PowerShell 7 with -UseCulture',
    '"Name";"email";"role";"groups"\r\n"Ada, L.";"ada@example.com";"LABELER";\r\n"Zoë";"zoë@example.com";"NONE";"Réviseurs=REVIEWER"\r\n',
  ],
  [
    'a classic Mac',
    'Name,email,role,groups\rAda,ada@example.com,LABELER\rZoë,zoë@example.com,NONE,Réviseurs=REVIEWER\r\r\r',
  ],
  [
    'a file with mixed line ends',
    'email,role,groups\r\nada@example.com,LABELER\nzoë@example.com,NONE,Réviseurs=REVIEWER\r',
  ],
  [
    'UTF-16, big endian',
    utf16('email;role;groups\nada@example.com;LABELER\nzoë@example.com;NONE;Réviseurs=REVIEWER\n').swap16(),
  ],
  [
    'UTF-16 without a byte order mark',
    Buffer.from('email,role,groups\nada@example.com,LABELER\nzoë@example.com,NONE,Réviseurs=REVIEWER\n', 'utf16le'),
  ],
  [
    'a file with a comma in a quoted header',
    '"Name, given";email;role;groups\nAda;ada@example.com;LABELER\nZoë;zoë@example.com;NONE;Réviseurs=REVIEWER\n',
  ],
  [
    'a tab-separated file with a comma in its header',
    'Name, given; family\temail\trole\tgroups\nAda\tada@example.com\tLABELER\nZoë\tzoë@example.com\tNONE\tRéviseurs=REVIEWER\n',
  ],
  [
    'a file with a line end in a quoted header',
    '"Name,\r\ngiven";email;role;groups\r\nAda;ada@example.com;LABELER\r\nZoë;zoë@example.com;NONE;Réviseurs=REVIEWER\r\n',
  ],
  [
    'a file with empty rows before the header',
    '\r\n;;;\r\nemail;role;groups\r\nada@example.com;LABELER\r\nzoë@example.com;NONE;Réviseurs=REVIEWER\r\n',
  ],
  [
    'a file with invisible characters around names and cells',
    '\u200bemail\u00a0,\u202arole\u202c,groups\u2060\n\u200bada@example.com\u202c,LABELER\u200b\n\u200e,\u00ad\nzoë@example.com,\u200fNONE,\u200bRéviseurs\u200b=\u200bREVIEWER\n',
  ],
])('reads a table from %s', async (_what, content) => {
  expect(await read(content)).toEqual(people.map((row) => ({ ...row, line: expect.any(Number) as number })))
})

it('accepts missing and extra empty cells, and reports the line of a row with an extra cell that has text', async () => {
  const { put } = folder()
  const rows: unknown[] = []
  const content = 'email,role,groups\nada@example.com\nb@example.com,LABELER,,,\nc@example.com,LABELER,,, more\n'
  for await (const row of inviteRows(put('people.csv', content)).read()) rows.push(row)
  expect(rows).toEqual([
    { email: 'ada@example.com', role: '', line: 2 },
    { email: 'b@example.com', role: 'LABELER', line: 3 },
    expect.objectContaining({ line: 4 }),
  ])
})

it.each([
  [
    'an Entra ID file without changes',
    'version:v1.0\nEmail address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required\na@example.com,https://example.com\n',
    2,
    'there is no column email. The first line must name the columns; it has Email address to invite [inviteeEmail] Required, Redirection url',
  ],
  ['Windows-1252', Buffer.from('email;role\r\nzoë@example.com;LABELER\r\n', 'latin1'), 2, 'in Excel as “CSV UTF-8”'],
  ['an Excel workbook', Buffer.from('PK\u0003\u0004rest', 'latin1'), 1, 'the file is a spreadsheet'],
  ['half of a UTF-16 pair', utf16('email,role\n\ud83d,LABELER\n'), 2, 'characters in it are lost'],
  [
    'an invisible character inside a column name',
    'em\u200bail,role\na@example.com,LABELER\n',
    1,
    String.raw`it has em\u{200B}ail, role`,
  ],
  ['nothing but blank lines', '\n\n;;\n', 1, 'there is no header'],
  ['thousands of columns', `${'column,'.repeat(5000)}\n`, 1, 'and 4990 more'],
])('refuses %s, with the line and the reason', async (_what, content, line, reason) => {
  expect(await refusal(content)).toMatchObject({ line, reason: expect.stringContaining(reason) as string })
})

it('skips blank lines before the header in linear time, and counts them', async () => {
  await expectLinearTime(async (count) => {
    expect(await read(`${'\r\n'.repeat(count)}email,role\r\nada@example.com,LABELER\r\n`)).toEqual([
      { email: 'ada@example.com', role: 'LABELER', line: count + 2 },
    ])
  }, 50_000)
})

it('reads any table back in any dialect and encoding', async () => {
  const cell = fc
    .array(
      fc.oneof(
        // U+FFFD is refused as the trace of a damaged file.
        fc.string({ unit: 'grapheme', maxLength: 3 }).filter((text) => !text.includes('\ufffd')),
        fc.constantFrom(',', ';', '\t', '"', '\n', '\r\n', ' ', 'é'),
      ),
      { maxLength: 6 },
    )
    .map((parts) => `a${parts.join('')}z`)
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    record_delimiter: fc.constantFrom('\n', '\r\n', '\r'),
    quoted: fc.boolean(),
    bom: fc.boolean(),
  })
  const encoding = fc.constantFrom<'utf8' | 'utf16le' | 'utf16be'>('utf8', 'utf16le', 'utf16be')
  const preface = fc.constantFrom('', 'sep', '#TYPE T', 'version:v1.0', '\n\n')
  const trailing = fc.record({ cells: fc.integer({ min: 0, max: 3 }), rows: fc.integer({ min: 0, max: 3 }) })
  const other = fc.constantFrom('Name', 'Name, given', 'Name; given', 'Na\tme', 'Name\ngiven', 'a "name"')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
      ...[dialect, encoding, preface, trailing, other],
      async (rows, { bom, ...options }, form, first, { cells, rows: empty }, name) => {
        const more = Array<string>(cells).fill('')
        const body = stringify([[name, 'email', 'role', ...more], ...rows.map((row) => [...row, ...more])], {
          ...options,
          // As every spreadsheet does, whichever line end it writes itself.
          quoted_match: /[\r\n]/,
        })
        const line = first === 'sep' ? `sep=${options.delimiter}` : first
        const blank = `${options.delimiter.repeat(2 + cells)}${options.record_delimiter}`.repeat(empty)
        const text = `${line}${line === '' ? '' : options.record_delimiter}${body}${blank}`
        const marked = bom || form !== 'utf8' ? `\uFEFF${text}` : text
        const bytes = Buffer.from(marked, form === 'utf8' ? 'utf8' : 'utf16le')
        const found = await read(form === 'utf16be' ? bytes.swap16() : bytes)
        expect(found.map(({ email, role }) => [email, role])).toEqual(rows.map(([, email, role]) => [email, role]))
      },
    ),
    { numRuns: 150 },
  )
})
