import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLabelboxError, Labelbox, type RowSource } from 'labelbox-org'
import { inviteRows, memberRoleRows, memberRows } from 'labelbox-org/bulk'
import { trimmed } from '../core/invisible.ts'
import { folder } from '../../test/support/folder.ts'
import { operations, rejection, sandboxed } from '../../test/support/roads.ts'

async function all<Row>(source: RowSource<Row>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const row of source.read()) rows.push(row)
  return rows
}

/** The line and the reason of the error for a file. */
async function refusal(
  name: string,
  content: string | Buffer,
  read = inviteRows,
): Promise<readonly [line: number | undefined, reason: string | undefined]> {
  const error = await rejection(all(read(folder().put(name, content))))
  if (!isLabelboxError(error, 'INVALID_ROWS')) throw error
  expect(error.message).toContain(`line ${error.rows[0]?.line ?? ''}`)
  return [error.rows[0]?.line, error.rows[0]?.reason]
}

const csv = (content: string | Buffer) => all(inviteRows(folder().put('people.csv', content)))

describe('CSV', () => {
  it('returns people with their lines', async () => {
    const rows = await csv('email,role\nada@example.com,LABELER\n\ngrace@example.com, REVIEWER \n')
    expect(rows).toEqual([
      { email: 'ada@example.com', role: 'LABELER', line: 2 },
      { email: 'grace@example.com', role: 'REVIEWER', line: 4 },
    ])
  })

  it.each([
    ['a byte order mark', '\uFEFFemail,role\nada@example.com,LABELER'],
    ['CR LF line ends', 'email,role\r\nada@example.com,LABELER\r\n'],
    ['semicolons', 'email;role\nada@example.com;LABELER'],
    ['tabs', 'email\trole\nada@example.com\tLABELER'],
    ['other spellings and another order of columns', 'Name,ROLE,E-mail\nAda,LABELER,ada@example.com'],
    ['quotes', '"email","role"\n"ada@example.com","LABELER"'],
    ['empty rows', 'email,role\n,\nada@example.com,LABELER\n , \n,,,\n'],
    ['empty columns at the end', 'email,role,,\nada@example.com,LABELER,,'],
    ['two unused columns of the same name', 'note,email,note,role\n,ada@example.com,,LABELER'],
  ])('is read with %s', async (_what, content) => {
    expect(await csv(content)).toMatchObject([{ email: 'ada@example.com', role: 'LABELER' }])
  })

  it('parses roles in projects and groups', async () => {
    const content =
      'email,role,Project roles,groups\nada@example.com,NONE,"Street signs=REVIEWER; a=b=LABELER;",Team=REVIEWER\n'
    expect(await csv(content)).toEqual([
      {
        email: 'ada@example.com',
        role: 'NONE',
        projectRoles: [
          { project: 'Street signs', role: 'REVIEWER' },
          { project: 'a=b', role: 'LABELER' },
        ],
        groups: [{ group: 'Team', role: 'REVIEWER' }],
        line: 2,
      },
    ])
  })

  it('reads any cells back, however they are quoted', async () => {
    const cell = fc
      .string({ unit: 'binary' })
      .filter((text) => text === trimmed(text) && text !== '' && !/[\uFFFD\uD800-\uDFFF]/.test(text))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        async (rows, delimiter) => {
          const content = stringify(rows, { header: true, columns: ['email', 'role'], delimiter })
          const read = await csv(content)
          expect(read.map(({ email, role }) => [email, role])).toEqual(rows)
        },
      ),
      { numRuns: 60 },
    )
  })

  const long = `email,role\nada@example.com,LABELER\n"${'x'.repeat(1_000_000)}",LABELER\n`
  it.each([
    ['the file is empty', '', 1, 'no header'],
    ['the column email is missing', 'mail,role\na@example.com,LABELER', 1, 'no column email'],
    ['the column role is missing', 'email\na@example.com', 1, 'no column role'],
    ['a column occurs twice', 'email,role,Role\na@example.com,LABELER,ADMIN', 1, 'two columns role'],
    ['a cell has a million characters', long, 3, '100,000 characters'],
    ['a quote is not closed', 'email,role\n"ada@example.com,LABELER\n', 2, 'quote'],
    ['a quote is closed too early', 'email,role\n"ada"@example.com,LABELER\n', 2, 'quote'],
  ])('is refused with the line if %s', async (_what, content, line, reason) => {
    expect(await refusal('people.csv', content)).toEqual([line, expect.stringContaining(reason)])
  })

  it.each([
    [
      'Latin-1',
      Buffer.from('email,role\nada@example.com,LABELER\nzoë@example.com,LABELER\n', 'latin1'),
      3,
      'not in UTF-8',
    ],
    [
      'incomplete UTF-16',
      Buffer.from('\uFEFFemail,role\nada', 'utf16le').subarray(0, -1),
      2,
      'characters in it are lost',
    ],
    ['an Excel workbook', Buffer.from('PK\u0003\u0004\u0014', 'latin1'), 1, 'Save it as CSV'],
    [
      'UTF-8 with an incomplete last character',
      Buffer.from('email,role\nzo\u00eb', 'utf8').subarray(0, -1),
      2,
      'not in UTF-8',
    ],
  ])('is refused with the line for %s', async (_what, content, line, reason) => {
    expect(await refusal('people.csv', content)).toEqual([line, expect.stringContaining(reason)])
  })

  it('rejects with the system error if the file is missing', async () => {
    expect(await rejection(all(inviteRows('/no/such/file.csv')))).toMatchObject({ code: 'ENOENT' })
  })
})

describe('JSON lines', () => {
  it('have one object per line, like the rows of inviteUsers', async () => {
    const content =
      '{"email":"ada@example.com","role":"LABELER"}\n\n{"email":"g@example.com","role":"NONE","projectRoles":[{"project":"p","role":"REVIEWER"}]}'
    expect(await all(inviteRows(folder().put('people.jsonl', content)))).toMatchObject([
      { email: 'ada@example.com', role: 'LABELER', line: 1 },
      { email: 'g@example.com', role: 'NONE', projectRoles: [{ project: 'p', role: 'REVIEWER' }], line: 3 },
    ])
  })

  it.each([['is too long', `{}\n${' '.repeat(200_000)}`, 2, '100,000']])(
    'are refused with the line if one %s',
    async (_what, content, line, reason) => {
      expect(await refusal('people.ndjson', content)).toEqual([line, expect.stringContaining(reason)])
    },
  )
})

it('reads members by address or id, and their roles', async () => {
  const { put } = folder()
  expect(await all(memberRows(put('a.csv', 'Email\nada@example.com\n')))).toEqual([
    { user: 'ada@example.com', line: 2 },
  ])
  expect(await all(memberRows(put('b.csv', 'user\nck1\n')))).toEqual([{ user: 'ck1', line: 2 }])
  expect(await all(memberRows(put('c.jsonl', '{"email":"ada@example.com"}')))).toMatchObject([
    { user: 'ada@example.com' },
  ])
  expect(await all(memberRoleRows(put('d.csv', 'user,role\nck1,ADMIN\n')))).toEqual([
    { user: 'ck1', role: 'ADMIN', line: 2 },
  ])
  expect((await refusal('e.csv', 'name\nada\n', memberRows as never))[1]).toContain('user or email')
})

it('inviteUsers reports the lines of all invalid rows of a file and sends nothing', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  const { put } = folder()
  const good = 'email,role\nada@example.com,LABELER\ngrace@example.com,REVIEWER\n'

  const error = await rejection(
    organization.inviteUsers(inviteRows(put('bad.csv', `${good}ADA@example.com,LABELER\nx,LABELER\n`))),
  )
  expect(isLabelboxError(error, 'INVALID_ROWS') && error.rows.map(({ row, line }) => [row, line])).toEqual([
    [3, 4],
    [4, 5],
  ])
  expect(operations(sandbox)).not.toContain('InviteUser')

  const report = await organization.inviteUsers(inviteRows(put('good.csv', good)))
  expect(report.counts.invited).toBe(2)
})

const ragged = 'email,role\nada@example.com,LABELER\nb@example.com,LABELER,more\nc@example.com\nx,LABELER\n'
const notAll = '{"email":"ada@example.com","role":"LABELER"}\n{email}\n[]\n{"email":"x","role":"LABELER"}\n"role"\n'

it.each([
  [
    'rows with too many cells',
    'people.csv',
    ragged,
    ['3 more cells than the header has columns: cell 3 is “more”', '4 a role', '5 address'],
  ],
  [
    'lines that are not objects',
    'people.jsonl',
    notAll,
    ['2 is not JSON', '3 not a JSON object', '4 address', '5 not a JSON object'],
  ],
])('inviteUsers reports all %s, or skips them', async (_what, name, content, lines) => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  const rows = inviteRows(folder().put(name, content))
  const expected = lines.map((text) => [Number(text[0]), expect.stringContaining(text.slice(2)) as string])

  const error = await rejection(organization.inviteUsers(rows))
  expect(isLabelboxError(error, 'INVALID_ROWS') && error.rows.map(({ line, reason }) => [line, reason])).toEqual(
    expected,
  )
  expect(operations(sandbox)).not.toContain('InviteUser')

  const report = await organization.inviteUsers(rows, { ifInvalid: 'skip' })
  expect(report.counts).toMatchObject({ invited: 1, refused: lines.length })
  const refused = (await report.toArray({ limit: 10 })).filter(({ outcome }) => outcome === 'refused')
  expect(refused.map(({ line, reason }) => [line, reason])).toEqual(expected)
})

it('removeUsers reports the lines of rows with too many cells', async () => {
  const sandbox = await sandboxed()
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  const error = await rejection(
    organization.removeUsers(memberRows(folder().put('a.csv', 'user,name\nck1\nck2,a,b\nck3,a,,\n'))),
  )
  expect(isLabelboxError(error, 'INVALID_ROWS') && error.rows.map(({ line }) => line)).toEqual([3])
})
