import { Labelbox } from 'labelbox-org'
import { CreateResourceTagDocument } from 'labelbox-org/operations'
import { expect, it } from 'vitest'
import { commandLine, errorOf, id, time } from '../testing.ts'

const command = commandLine({ users: 6, projects: 3, invites: 2, seats: 12 })
const { run, json } = command

// The seed of the sandbox; the last one has no organization role.
const grace = 'grace.hopper.2@example.com'
const alan = 'alan.turing.3@example.com'
const claude = 'claude.shannon.5@example.com'

type Rows = readonly Readonly<Record<string, unknown>>[]
const members = async (): Promise<Rows> => (await json(['members', 'list'])) as Rows
const member = async (email: string) => (await members()).find((row) => row['email'] === email)
const pending = async (): Promise<Rows> => (await json(['invites', 'list'])) as Rows

it('members list: prints JSON and a table', async () => {
  expect(await members()).toHaveLength(6)
  expect(await member(grace)).toEqual({
    id,
    email: grace,
    name: 'Grace Hopper',
    role: 'Team Manager',
    isExternalUser: false,
    lastLoginAt: time,
    createdAt: time,
  })
  expect(await json(['members', 'list', '--limit', '2'])).toHaveLength(2)

  const { stdout } = await run(['members', 'list'])
  expect(stdout).toMatch(/^EMAIL +NAME +ROLE +LAST LOGIN +ID\n/)
  expect(stdout).toMatch(/\ngrace\.hopper\.2@example\.com +Grace Hopper +Team Manager +2024-01-15 10:31 +c\w+\n/)
})

it('members projects: lists the projects of a member', async () => {
  const found = (await json(['members', 'projects', grace])) as Rows
  expect(found).toEqual(await json(['projects', 'list']))
  expect(await json(['members', 'projects', grace, '--limit', '1'])).toEqual(found.slice(0, 1))
  expect((await run(['members', 'projects', claude])).stdout).toMatch(/^NAME +MEDIA +ROWS +CREATED +ID\n/)
  expect(await run(['members', 'projects', 'nobody@example.com'])).toMatchObject({ code: 2, stdout: '' })
})

it('members role: sets roles in the organization and in a project', async () => {
  const { id: userId } = (await member(alan)) ?? {}
  expect(await json(['members', 'role', alan, 'LABELER'])).toEqual({
    changed: { id: userId, email: alan, role: 'LABELER', project: null },
  })
  expect(await member(alan)).toMatchObject({ role: 'Labeler' })

  const project = 'Street scenes 1'
  expect(await json(['members', 'role', claude, 'REVIEWER', '--project', project])).toMatchObject({
    changed: { email: claude, project },
  })
  const inProject = async () => (await json(['projects', 'members', project])) as Rows
  expect(await inProject()).toContainEqual({
    id,
    email: claude,
    name: 'Claude Shannon',
    role: 'Reviewer',
    accessFrom: expect.any(String) as string,
  })

  expect(await json(['members', 'remove', claude, '--project', project, '--yes'])).toEqual({
    removed: { id, email: claude, project },
  })
  expect((await inProject()).map((row) => row['email'])).not.toContain(claude)
  expect(await member(claude)).toBeDefined()
})

it("members role: asks before it changes the role of the key's own user", async () => {
  const { email } = await new Labelbox({ endpoint: command.sandbox.url, apiKey: command.sandbox.apiKey }).getUser()
  const before = await member(email ?? '')
  const unconfirmed = await run(['members', 'role', email ?? '', 'LABELER', '--json'])
  expect(errorOf(unconfirmed)).toMatchObject({ code: 'NOT_CONFIRMED', exitCode: 3, mayHaveRun: false })
  expect(await member(email ?? '')).toEqual(before)
})

it('members remove: removes a member only after confirmation', async () => {
  const unconfirmed = await run(['members', 'remove', grace, '--json'])
  expect(unconfirmed).toMatchObject({ code: 3, stdout: '' })
  expect(errorOf(unconfirmed)).toMatchObject({ code: 'NOT_CONFIRMED', exitCode: 3, mayHaveRun: false })
  expect(await member(grace)).toBeDefined()

  const { code, stdout, stderr } = await run(['members', 'remove', grace, '-y'])
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `Removed ${grace} from the organization.\n`,
    stderr: '',
  })
  expect(await member(grace)).toBeUndefined()
})

it('invites: sends, lists, resends and cancels an invite', async () => {
  const email = 'new.person@example.com'
  expect(await json(['invites', 'send', email, '--role', 'labeler'])).toEqual({
    invited: { id, email, role: 'Labeler', createdAt: time },
  })
  const again = await run(['invites', 'send', email, '--role', 'LABELER', '--json'])
  expect(again).toMatchObject({ code: 1, stdout: '' })
  expect(errorOf(again)).toMatchObject({ code: 'ALREADY_INVITED' })

  const replaced = await json(['invites', 'send', email, '--role', 'REVIEWER', '--if-invited', 'replace'])
  expect(replaced).toMatchObject({ invited: { email, role: 'Reviewer' } })
  expect(await json(['invites', 'resend', email])).toMatchObject({ invited: { email, role: 'Reviewer' } })
  const [invite, ...others] = (await pending()).filter((row) => row['email'] === email)
  expect(invite).toEqual({ id, email, role: 'Reviewer', createdAt: time, projects: [] })
  expect(others).toEqual([])

  expect(await run(['invites', 'cancel', email])).toMatchObject({ code: 3, stdout: '' })
  expect(await json(['invites', 'cancel', email.toUpperCase(), '--yes'])).toEqual({ cancelled: [invite], gone: [] })
  expect(await run(['invites', 'cancel', email, '--yes'])).toMatchObject({ code: 2, stdout: '' })
})

it('invites send: offers project and group roles; invites cancel: accepts an id', async () => {
  const email = 'project.person@example.com'
  const project = 'Street scenes 1'
  await json(['groups', 'create', 'Readers=Writers', '--color', '9EC5FF'])
  const into = ['--project-role', `${project}=REVIEWER`, '--group', 'Readers=Writers=LABELER']
  await json(['invites', 'send', email, '--role', 'NONE', ...into])

  const [invite] = (await json(['invites', 'list', '--project', project])) as Rows
  expect(invite).toEqual({ id, email, role: 'None', createdAt: time, projects: [{ id, role: 'Reviewer' }] })
  expect(await json(['invites', 'cancel', String(invite?.['id']), '--yes'])).toEqual({ cancelled: [invite], gone: [] })
  expect(await json(['invites', 'list', '--project', project])).toEqual([])

  const wrong = await run(['invites', 'send', email, '--role', 'NONE', '--project-role', 'REVIEWER'])
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toContain('"Street signs=REVIEWER"')
})

it('invites cancel: reports the outcome of each invite if one fails', async () => {
  const email = 'many.invites@example.com'
  const send = ['invites', 'send', email, '--role', 'LABELER', '--if-invited', 'send']
  for (let number = 0; number < 4; number += 1) await json(send)
  const mine = async () => (await pending()).filter((row) => row['email'] === email)
  const ids = (await mine()).map((row) => row['id'])
  const cancel = ['invites', 'cancel', email, '--yes']
  const failing = { kind: 'graphql-error', operationName: 'CancelInvite', times: 1 } as const
  try {
    command.sandbox.setFaults([{ ...failing, code: 'AUTHORIZATION_ERROR', skip: 2 }])
    const ended = await run([...cancel, '--json'])
    expect(ended).toMatchObject({ code: 4, stdout: '' })
    const outcomes = ['done', 'done', 'failed', 'not-attempted'].map((outcome, at) => ({ id: ids[at], outcome }))
    expect(errorOf(ended)).toMatchObject({ code: 'AUTHORIZATION', exitCode: 4, mayHaveRun: true, outcomes })
    expect((await mine()).map((row) => row['id'])).toEqual(ids.slice(2))

    command.sandbox.setFaults([{ ...failing, code: 'AUTHORIZATION_ERROR' }])
    const { code, stderr } = await run(cancel)
    expect(code).toBe(5)
    expect(stderr).toMatch(new RegExp(`\\n  ${String(ids[2])}: failed\\n  ${String(ids[3])}: not-attempted\\n$`))

    command.sandbox.setFaults([{ ...failing, code: 'RESOURCE_NOT_FOUND' }])
    const [gone, cancelled] = await mine()
    const through = await run([...cancel, '--json'])
    expect(through).toMatchObject({ code: 0, stderr: expect.stringContaining('perhaps accepted') as string })
    expect(JSON.parse(through.stdout)).toEqual({ cancelled: [cancelled], gone: [gone] })
  } finally {
    command.sandbox.setFaults([])
  }
  await json(cancel)
})

it('ends with 6 without a free seat', async () => {
  const { limit, used } = (await json(['invites', 'limit'])) as Record<string, number>
  command.sandbox.setSeats(used ?? 0)
  try {
    expect(await json(['invites', 'limit'])).toEqual({ limit: used, used, remaining: 0 })
    const ended = await run(['invites', 'send', 'one.more@example.com', '--role', 'LABELER', '--json'])
    expect(ended).toMatchObject({ code: 6, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'USAGE_LIMIT', exitCode: 6 })
  } finally {
    command.sandbox.setSeats(limit ?? 0)
  }
})

it('ends with 6 after too many requests', async () => {
  command.sandbox.setFaults([{ kind: 'http-status', status: 429, operationName: 'GetOrganization', times: 9 }])
  try {
    const ended = await run(['org', '--json'])
    expect(ended).toMatchObject({ code: 6, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'API_LIMIT', status: 429, mayHaveRun: false })
  } finally {
    command.sandbox.setFaults([])
  }
})

it('ends with 4 if a change may have been made', async () => {
  command.sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'CreateResourceTag' }])
  try {
    const ended = await run(['tags', 'create', 'doubtful', '--color', 'ff0000', '--json'])
    expect(ended).toMatchObject({ code: 4, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ exitCode: 4, mayHaveRun: true, status: 502 })
  } finally {
    command.sandbox.setFaults([])
  }
})

it('--dry-run: prints the requests and changes nothing', async () => {
  const args = ['invites', 'send', 'dry.run@example.com', '--role', 'LABELER', '--dry-run']
  expect(await json(args)).toEqual({
    dryRun: true,
    planned: [
      {
        operationName: 'InviteUser',
        variables: { data: [expect.objectContaining({ inviteeEmail: 'dry.run@example.com' }) as unknown] },
      },
    ],
  })
  const { stdout, stderr } = await run(['members', 'remove', alan, '--dry-run'])
  expect(stdout).toMatch(/^Dry run: nothing was changed\. These requests would be sent:\nRemoveUser \{.*\}\n$/)
  expect(stderr).toBe('')
  expect(await member(alan)).toBeDefined()
  expect((await pending()).map((row) => row['email'])).not.toContain('dry.run@example.com')
})

it('escapes control characters in tables, and keeps them exact in JSON', async () => {
  const text = 'red\u001b[31m\u009b31m\u202etxt\nsecond'
  const { url: endpoint, apiKey } = command.sandbox
  // Another client can send text that this one refuses.
  await new Labelbox({ endpoint, apiKey }).execute(CreateResourceTagDocument, { text, color: 'ff0000' })

  const { stdout } = await run(['tags', 'list'])
  expect(stdout).toContain(String.raw`red\u{1B}[31m\u{9B}31m\u{202E}txt\u{A}second`)
  const raw = await run(['tags', 'list', '--json'])
  expect(raw.stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  expect(JSON.parse(raw.stdout)).toContainEqual({ id, text, color: 'ff0000' })
})
