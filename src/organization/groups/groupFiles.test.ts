import fc from 'fast-check'
import type { AuditRecord, Labelbox, Organization, PlannedMutation } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { records } from '../../sandbox/testingSandbox.ts'
import { parseImportReport } from './groupFiles.ts'

interface World {
  readonly sandbox: Sandbox
  readonly organization: Organization
  readonly id: string
  readonly ada: string
  readonly grace: string
  readonly boss: string
}

type Road = (sandbox: Sandbox, options?: object) => Labelbox

async function world(connect: Road, options: object = {}): Promise<World> {
  const sandbox = await sandboxed({ users: 9, projects: 0, invites: 0, webhooks: 0 })
  const { based, me } = await records(sandbox)
  const organization = await connect(sandbox).getOrganization()
  const { id } = await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF' })
  const [ada = '', grace = ''] = based.map(({ email }) => email)
  return { sandbox, organization: await connect(sandbox, options).getOrganization(), id, ada, grace, boss: me.email }
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

describe.each(roads)('a file of members %s', (_name, connect) => {
  it('adds people of the organization, and the report has the outcome of each row', async () => {
    const { organization, id, ada, grace, boss } = await world(connect)
    await organization.addGroupMembers(id, [{ user: grace, role: 'LABELER' }])

    const report = await organization.importGroupMembers(id, {
      file: `email\n${ada}\n${grace}\n${boss}\nnobody@example.com\n`,
      role: 'Reviewer',
    })

    expect(report).toEqual({
      addedCount: 1,
      count: 4,
      rows: [
        { email: ada, result: 'Added', isAdded: true, error: null },
        { email: grace, result: 'Not added', isAdded: false, error: 'Member already exists in group' },
        { email: boss, result: 'Not added', isAdded: false, error: 'User has a workspace wide role' },
        {
          email: 'nobody@example.com',
          result: 'Not added',
          isAdded: false,
          error: 'User not found in the current organization',
        },
      ],
      csvReport: expect.stringMatching(/^Email,Result,Error\n/) as string,
    })
    expect((await organization.getUserGroup(id)).members).toMatchObject([
      { email: ada, role: { name: 'Reviewer' } },
      { email: grace, role: { name: 'Labeler' } },
    ])
  })

  it.each<[kind: string, file: (text: string) => string | Blob | ArrayBuffer | Uint8Array]>([
    ['text', (text) => text],
    ['text with a byte order mark', (text) => `\uFEFF${text}`],
    ['a Blob', (text) => new Blob([text])],
    ['a File', (text) => new File([text], 'people.csv', { type: 'application/vnd.ms-excel' })],
    ['bytes', bytes],
    ['a part of a buffer', (text) => bytes(`xx${text}`).subarray(2)],
    ['an ArrayBuffer', (text) => bytes(text).buffer],
  ])('may be %s, with a header or without one', async (_kind, file) => {
    const { organization, id, ada, grace } = await world(connect)

    await organization.importGroupMembers(id, { file: file(`Email\r\n${ada}\r\n`), role: 'REVIEWER' })
    const { count } = await organization.importGroupMembers(id, { file: file(grace), role: 'LABELER' })

    expect(count).toBe(1)
    expect(await organization.exportGroupMembers(id)).toBe(`email\n${ada}\n${grace}\n`)
  })

  it.each([
    ['no file', undefined, 'REVIEWER', 'it needs a file'],
    ['null', null, 'REVIEWER', 'it needs a file'],
    ['an empty file', new Blob([]), 'REVIEWER', 'empty'],
    ['white space', ' \n', 'REVIEWER', 'empty'],
    ['a number', 5, 'REVIEWER', 'must be CSV text'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0]), 'REVIEWER', 'UTF-8'],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from('a@b.example', 'utf16le')), 'REVIEWER', 'not in UTF-8'],
    ['two columns', 'name,email\nAda,ada@example.com', 'REVIEWER', 'line 1 of the file has several columns'],
    ['two columns below', '\nada@example.com\nida@example.com;Ida', 'REVIEWER', 'line 3 of the file has several'],
    ['columns with tabs', 'ada@example.com\tAda', 'REVIEWER', 'several columns'],
    ['a comma in quotes', '"Lovelace, Ada"', 'REVIEWER', 'several columns'],
    ['another header', 'Email Address\nada@example.com', 'REVIEWER', 'neither an address nor the header'],
    ['a header alone', 'email\n', 'REVIEWER', 'has no addresses'],
    ['no role', 'ada@example.com', undefined, 'a file and a role'],
    ['the role NONE', 'ada@example.com', 'NONE', 'NONE and TENANT_ADMIN'],
    ['an unknown role', 'ada@example.com', 'Wizard', 'no such role'],
  ])('with %s is refused before it is sent', async (_what, file, role, message) => {
    const { organization, sandbox, id } = await world(connect)
    const error = await rejection(organization.importGroupMembers(id, { file, role } as never))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string })
    expect((error as Error).message).not.toMatch(/\b(?:ada|ida|lovelace|email address)\b/i)
    expect(operations(sandbox)).not.toContain('ImportGroupMembers')
  })

  it('may have quotes, empty cells and lines, and white space', async () => {
    const { organization, id, ada, grace } = await world(connect)
    const file = `\n"Email",,\r\n\r\n"${ada}"\r${grace} ;\n,\n`
    const { rows } = await organization.importGroupMembers(id, { file, role: 'REVIEWER' })
    expect(rows).toMatchObject([
      { email: ada, isAdded: true },
      { email: grace, isAdded: true },
    ])
  })

  it('that can’t be read any more is refused, with the cause', async () => {
    const { organization, id } = await world(connect)
    const gone = Object.assign(new Blob(['x']), { arrayBuffer: () => Promise.reject(new Error('NotReadableError')) })
    const error = await rejection(organization.importGroupMembers(id, { file: gone, role: 'REVIEWER' }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', cause: { message: 'NotReadableError' } })
  })

  it('is not sent in a dry run, leaves an audit record, and is unknown where the response has nothing', async () => {
    const planned: PlannedMutation[] = []
    const { organization, sandbox, id, ada } = await world(connect, {
      dryRun: (mutation: PlannedMutation) => planned.push(mutation),
    })
    const file = { file: ada, role: 'REVIEWER' }
    expect(await rejection(organization.importGroupMembers(id, file))).toMatchObject({ code: 'DRY_RUN' })
    expect(planned).toMatchObject([
      { operationName: 'ImportGroupMembers', variables: { id, file: `[file of ${ada.length + 6} bytes]` } },
    ])

    const log: AuditRecord[] = []
    const audited = await connect(sandbox, { audit: (record: AuditRecord) => log.push(record) }).getOrganization()
    sandbox.fail({
      operationName: 'ImportGroupMembers',
      status: 200,
      body: { data: { importUsersAsCsvToGroup: null } },
    })
    expect(await rejection(audited.importGroupMembers(id, file))).toMatchObject({
      code: 'BAD_RESPONSE',
      mayHaveRun: true,
    })
    await audited.importGroupMembers(id, file)
    expect(log).toMatchObject([
      { action: 'importGroupMembers', id, role: 'REVIEWER', outcome: 'unknown' },
      { action: 'importGroupMembers', id, role: 'REVIEWER', outcome: 'done', status: 200, addedCount: 1, count: 1 },
    ])
  })

  it('is exported only of a group that is there', async () => {
    const { organization } = await world(connect)
    const unknown = organization.exportGroupMembers('00000000-0000-4000-8000-000000000000')
    expect(await rejection(unknown)).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })
})

describe('the report of an import', () => {
  it.each([
    ['', []],
    ['Email,Result,Error\n', []],
    ['Who,What\nada@example.com,Added', []],
    ['Email,Result\nada@example.com,Added', [['ada@example.com', 'Added', null]]],
    ['Error,Email,Result\nwhy,a@b.c,Not added', [['a@b.c', 'Not added', 'why']]],
    [
      '\uFEFFEmail,Result,Error\r\na@b.c,Not added,one, two,three\r\n\r\nd@e.f,Added\r\n',
      [
        ['a@b.c', 'Not added', 'one,two,three'],
        ['d@e.f', 'Added', null],
      ],
    ],
    [
      'Email,Result,Error\n"a,b@c.d", Not added ,"He said ""no"", twice"',
      [['a,b@c.d', 'Not added', 'He said "no", twice']],
    ],
  ])('%j is read row by row', (report, rows) => {
    expect(parseImportReport(report).map(({ email, result, error }) => [email, result, error])).toEqual(rows)
  })

  it('has the rows that it was written from, with and without quotes', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '@', '.', ' ', '"', ',') }).map((text) => text.trim())
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, fc.constantFrom('Added', 'Not added'), cell)), (rows) => {
        const report = ['Email,Result,Error', ...rows.map((row) => row.map(quoted).join(','))].join('\n')
        expect(parseImportReport(report)).toEqual(
          rows.map(([email, result, error]) => ({
            email,
            result,
            isAdded: result === 'Added',
            error: error === '' ? null : error,
          })),
        )
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseImportReport(`Email,Result,Error\n${text}`)))
  })
})
