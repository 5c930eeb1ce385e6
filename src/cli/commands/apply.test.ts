import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import type { Sandbox, SandboxOptions } from '@labelbox-org/tools/sandbox'
import { folder } from '../../../test/support/folder.ts'
import { Labelbox, type Organization as Client } from '../../index.ts'
import { sandboxed } from '../../sandbox/testingSandbox.ts'
import type { Io } from '../io.ts'
import type { ApplyJson, FileChange, OrganizationFileJson } from '../json/applyJson.ts'
import { commandLine, errorOf, type Ended } from '../testing.ts'

const command = commandLine()
const [ada, grace, alan, edith, claude, hedy] = [
  'ada.lovelace.1@example.com',
  'grace.hopper.2@example.com',
  'alan.turing.3@example.com',
  'edith.clarke.4@example.com',
  'claude.shannon.5@example.com',
  'hedy.lamarr.6@example.com',
] as const
const [signs, crops] = ['Street scenes 1', 'Crop health 2'] as const

interface Organization {
  readonly sandbox: Sandbox
  readonly run: (args: readonly string[], input?: string) => Promise<Ended>
  readonly apply: (file: OrganizationFileJson | string, ...options: readonly string[]) => Promise<Ended>
  /** Applies a file, which must work. */
  readonly applied: (file: OrganizationFileJson | string, ...options: readonly string[]) => Promise<ApplyJson>
  readonly exported: () => Promise<OrganizationFileJson>
  /** Applies a file on a terminal, and says yes after something else was done. */
  readonly appliedAfter: (
    doing: () => Promise<unknown>,
    file: OrganizationFileJson,
    ...options: readonly string[]
  ) => Promise<Ended>
  /** Another client. */
  readonly client: () => Promise<Client>
}

/** An organization of six members: Ada, whose key it is, has the role ADMIN, and Claude has roles in projects only. */
async function organization(options: SandboxOptions = {}): Promise<Organization> {
  const sandbox = await sandboxed({ users: 6, projects: 2, resourceTags: 1, invites: 0, seats: 100, ...options })
  const env = { LABELBOX_API_KEY: sandbox.apiKey, LABELBOX_ENDPOINT: sandbox.url }
  const run = (args: readonly string[], input = '') => command.run(args, { env, input })
  const textOf = (file: OrganizationFileJson | string) => (typeof file === 'string' ? file : stringify(file))
  const own: Organization = {
    sandbox,
    run,
    apply: (file, ...options) => run(['apply', '-', ...options], textOf(file)),
    applied: async (file, ...options) => {
      const { code, stdout, stderr } = await own.apply(file, '--yes', '--json', ...options)
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
      return JSON.parse(stdout) as ApplyJson
    },
    exported: async () => JSON.parse((await run(['export', '--json'])).stdout) as OrganizationFileJson,
    appliedAfter: (doing, file, ...options) => {
      const path = `${folder().path}/organization.json`
      writeFileSync(path, JSON.stringify(file))
      return command.run(['apply', path, ...options], { env, io: answering(doing) })
    },
    client: () => new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization(),
  }
  return own
}

/** A server in front of a sandbox that changes its responses. Returns its address. */
async function rewriting({ url }: Sandbox, change: (body: string) => string): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const { authorization = '', 'content-type': type = '' } = request.headers
      const headers = { authorization, 'content-type': type }
      const body = await text(request)
      const answer = await fetch(new URL(request.url ?? '', url), { method: 'POST', headers, body })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(change(await answer.text()))
    })()
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

/** A terminal whose user does something before they say yes. */
function answering(doing: () => Promise<unknown>): Partial<Io> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  let isAsked = false
  const stderr = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isAsked && chunk.toString().includes('Make ')) {
        isAsked = true
        void doing().then(() => stdin.write('y'))
      }
      done()
    },
  })
  return { stdin, stderr: Object.assign(stderr, { isTTY: true, columns: 200 }) }
}

/** A change in short: what, in what, and its values. */
const short = (change: FileChange): string =>
  [change.kind, change.what, change.in, change.before, change.after].map((part) => part ?? '-').join(' | ')

const mutationsOf = ({ received }: Sandbox): readonly string[] =>
  received
    .filter(({ query }) => (query ?? '').trimStart().startsWith('mutation'))
    .map(({ operationName }) => operationName ?? '')

const whole: OrganizationFileJson = {
  members: {
    [ada]: 'ADMIN',
    [grace]: 'NONE',
    [alan]: 'REVIEWER',
    [edith]: 'TEAM_MANAGER',
    [claude]: 'NONE',
    [hedy]: 'TEAM_MANAGER',
    'new@example.com': 'NONE',
    'labeler@example.com': 'LABELER',
  },
  projects: {
    [signs]: { members: { [claude]: 'REVIEWER', 'new@example.com': 'LABELER' }, tags: ['urgent-1', 'fresh'] },
    [crops]: { members: { [grace]: 'LABELER' }, tags: [] },
  },
  groups: {
    Reviewers: {
      color: '9EC5FF',
      description: 'Second look',
      projects: [signs],
      members: { [grace]: 'REVIEWER', 'new@example.com': 'LABELER' },
    },
  },
  tags: { 'urgent-1': '00ff00', fresh: '012345' },
}

describe('apply', () => {
  it('changes the organization to what the file says, and then finds nothing to change', async () => {
    const { applied, apply, exported, run } = await organization()
    const { changes, pending, unlisted } = await applied(whole)

    expect(changes.map(short)).toEqual([
      `set-role | ${grace} | - | Team Manager | None`,
      `set-role | ${edith} | - | Labeler | Team Manager`,
      'update-tag | urgent-1 | - | ff8800 | 00ff00',
      'create-tag | fresh | - | - | 012345',
      'create-group | Reviewers | - | - | 9EC5FF',
      `add-group-project | ${signs} | Reviewers | - | -`,
      `add-to-group | ${grace} | Reviewers | - | Reviewer`,
      `set-project-role | ${claude} | ${signs} | Labeler | Reviewer`,
      `tag-project | urgent-1 | ${signs} | - | -`,
      `tag-project | fresh | ${signs} | - | -`,
      `set-project-role | ${grace} | ${crops} | - | Labeler`,
      `invite | new@example.com | - | - | None, ${signs}=Labeler, Reviewers=Labeler`,
      'invite | labeler@example.com | - | - | Labeler',
    ])
    expect(changes.every(({ outcome, code, reason }) => outcome === 'done' && code === null && reason === null)).toBe(
      true,
    )
    expect({ pending, unlisted }).toEqual({ pending: [], unlisted: [] })
    // The groups that an invite offers are not known until it is accepted.
    const inGroup = { ...whole.groups?.['Reviewers'], members: { [grace]: 'REVIEWER' } }
    expect(await exported()).toEqual({ ...whole, groups: { Reviewers: inGroup } })
    const again = await apply(whole, '--remove-unlisted')
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
    expect(again.stderr).toContain('Not accepted yet: 2 invites of the file.')
    expect((await run(['groups', 'members', 'Reviewers'])).stdout).toContain(grace)
  })

  it('takes nothing away without --remove-unlisted, and says what it leaves', async () => {
    const { applied, apply, exported, sandbox } = await organization({ invites: 1 })
    const before = await exported()
    const file = { members: { [ada]: 'ADMIN' }, projects: { [signs]: { members: {} } }, tags: {} }
    const { changes, unlisted } = await applied(file)

    expect(changes).toEqual([])
    expect(unlisted.map(short)).toEqual([
      'delete-tag | urgent-1 | - | ff8800 | -',
      `remove-member | ${grace} | - | Team Manager | -`,
      `remove-member | ${alan} | - | Reviewer | -`,
      `remove-member | ${edith} | - | Labeler | -`,
      `remove-member | ${claude} | - | None | -`,
      `remove-member | ${hedy} | - | Team Manager | -`,
      'cancel-invite | invited.1@example.com | - | Labeler | -',
    ])
    expect((await apply(file)).stderr).toContain(
      'The organization has 7 entries that the file does not list. They stay, unless you pass --remove-unlisted.',
    )
    expect(mutationsOf(sandbox)).toEqual([])
    expect(await exported()).toEqual(before)
  })

  it('removes with --remove-unlisted what the sections and lists of the file leave out, and nothing else', async () => {
    const { applied, exported } = await organization({ invites: 1 })
    await applied({
      ...whole,
      groups: {
        ...whole.groups,
        Others: { color: 'B8C4D3', projects: [signs, crops], members: { [claude]: 'LABELER' } },
      },
    })
    const kept: OrganizationFileJson = {
      members: { [ada]: 'ADMIN', [grace]: 'NONE', [claude]: 'NONE', 'new@example.com': 'NONE' },
      projects: { [signs]: { members: { [claude]: 'REVIEWER' }, tags: ['fresh'] } },
      groups: { Others: { projects: [crops], members: {} } },
    }
    const { changes } = await applied(kept, '--remove-unlisted')

    expect(changes.map(short)).toEqual([
      `remove-group-project | ${signs} | Others | - | -`,
      `untag-project | urgent-1 | ${signs} | - | -`,
      `remove-from-group | ${claude} | Others | Labeler | -`,
      'delete-group | Reviewers | - | - | -',
      `remove-member | ${alan} | - | Reviewer | -`,
      `remove-member | ${edith} | - | Team Manager | -`,
      `remove-member | ${hedy} | - | Team Manager | -`,
      'cancel-invite | invited.1@example.com | - | Labeler | -',
      'cancel-invite | labeler@example.com | - | Labeler | -',
      'replace-invite | new@example.com | - | None, 1 project | None',
    ])
    expect(await exported()).toEqual({
      members: kept.members,
      // Crops and the tags are not in the file, so they stay as they were.
      projects: { ...kept.projects, [crops]: whole.projects?.[crops] },
      groups: { Others: { color: 'B8C4D3', projects: [crops], members: {} } },
      tags: whole.tags,
    })
  })

  it('never removes the user of the API key, and refuses to change their role', async () => {
    const { applied, apply, exported } = await organization()
    await applied({ members: { [grace]: 'TEAM_MANAGER' } }, '--remove-unlisted')
    expect((await exported()).members).toEqual({ [ada]: 'ADMIN', [grace]: 'TEAM_MANAGER' })

    const { code, stderr } = await apply({ members: { [ada]: 'LABELER' } }, '--yes')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('line 2: ada.lovelace.1@example.com is the user of this API key') as string,
    })
  })

  it('refuses to remove everybody for an empty list', async () => {
    const { apply, sandbox } = await organization()

    expect(await apply('members: {}', '--remove-unlisted', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('“members” lists nobody') as string,
    })
    expect(mutationsOf(sandbox)).toEqual([])
  })

  it('keeps the roles in projects that a pending invite offers and the file does not mention', async () => {
    const { applied, exported, run } = await organization()
    await run(['invites', 'send', 'new@example.com', '--role', 'NONE', '--project-role', `${crops}=REVIEWER`])
    const { changes } = await applied({
      members: { 'new@example.com': 'NONE' },
      projects: { [signs]: { members: { 'new@example.com': 'LABELER' } } },
    })

    expect(changes.map(short)).toEqual([
      `replace-invite | new@example.com | - | None, 1 project | None, ${signs}=Labeler`,
    ])
    expect((await exported()).projects).toMatchObject({
      [signs]: { members: { 'new@example.com': 'LABELER' } },
      [crops]: { members: { 'new@example.com': 'REVIEWER' } },
    })
  })

  it('adds people to user groups when their invite is accepted', async () => {
    const { applied, sandbox } = await organization()
    const member = { 'new@example.com': 'NONE' }
    const groups = { Others: { color: 'B8C4D3', members: { 'new@example.com': 'LABELER' } } }
    await applied({ members: member })
    const before = await applied({ members: member, groups })
    sandbox.acceptInvite('new@example.com')
    const after = await applied({ members: member, groups })

    expect(before.changes.map(short)).toEqual(['create-group | Others | - | - | B8C4D3'])
    expect(before.pending).toEqual(['new@example.com'])
    expect(after.changes.map(short)).toEqual(['add-to-group | new@example.com | Others | - | Labeler'])
    expect(after.pending).toEqual([])
  })

  it('removes the description of a group for an empty text in quotes, and refuses one without', async () => {
    const { applied, apply, exported } = await organization()
    await applied({ groups: { Others: { color: 'B8C4D3', description: 'All others' } } })
    const { changes } = await applied("groups: { Others: { description: '' } }")

    expect(changes.map(short)).toEqual(['update-group | Others | - | All others | '])
    expect((await exported()).groups?.['Others']).not.toHaveProperty('description')
    expect(await apply('groups: { Others: { description: } }')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the description of Others must be a text') as string,
    })
  })

  it('leaves roles alone that people have through a user group', async () => {
    const { applied, run } = await organization()
    const group = { Others: { color: 'B8C4D3', projects: [crops], members: { [claude]: 'LABELER' } } }
    await applied({ groups: group })
    const { changes } = await applied({ projects: { [crops]: { members: {} } } }, '--remove-unlisted')

    expect(changes).toEqual([])
    expect((await run(['projects', 'members', crops])).stdout).toContain(claude)
  })

  it('takes texts of groups that differ in the white space around them for the same', async () => {
    const { applied, apply } = await organization()
    await applied({ groups: { Others: { color: 'B8C4D3', description: 'Second look' } } })

    expect((await applied('groups:\n  Others:\n    description: |\n      Second look\n')).changes).toEqual([])
    expect((await applied('groups: { "Others ": { color: "#b8c4d3" } }')).changes).toEqual([])
    expect(await apply({ groups: { Others: { color: 'red' } } }, '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the color of Others must be one of 9EC5FF') as string,
    })
  })

  it('sends nothing in a dry run, and shows the plan', async () => {
    const { apply, sandbox } = await organization()
    const { code, stdout } = await apply(whole, '--dry-run')

    expect(code).toBe(0)
    expect(stdout).toContain('Dry run: nothing was changed. These changes would be made:\nCHANGE')
    expect(stdout).toMatch(/^set role {2,}grace\.hopper\.2@example\.com {2,}- {2,}Team Manager {2,}None$/m)
    const { changes, dryRun } = JSON.parse((await apply(whole, '--dry-run', '--json')).stdout) as ApplyJson
    expect([dryRun, ...new Set(changes.map(({ outcome }) => outcome))]).toEqual([true, 'dry-run'])
    expect(mutationsOf(sandbox)).toEqual([])
  })

  it('shows the plan and asks; without a terminal it changes nothing and ends with 3', async () => {
    const { apply, sandbox } = await organization()
    const { code, stderr } = await apply({ members: { [grace]: 'NONE' }, tags: {} }, '--remove-unlisted')

    expect(code).toBe(3)
    expect(stderr).toMatch(/^remove member {2,}alan/m)
    expect(stderr).toContain('Make 6 changes in Sandbox? Of them, 5 remove something. [NOT_CONFIRMED]')
    expect(mutationsOf(sandbox)).toEqual([])
  })
})

describe('--remove-unlisted', () => {
  it('refuses a file whose projects and groups have people, or tags, that it would remove', async () => {
    const { apply, sandbox } = await organization()
    const file = [
      `members: { ${ada}: ADMIN }`,
      'projects:',
      `  ${crops}:`,
      `    members: { ${claude}: LABELER }`,
      '    tags: [urgent-1]',
      `groups: { A: { color: 9EC5FF, members: { ${claude}: LABELER } } }`,
      'tags: {}',
    ].join('\n')
    const ended = await apply(file, '--remove-unlisted', '--yes', '--json')

    expect(errorOf(ended)['rows']).toMatchObject([
      {
        line: 4,
        reason: `${claude} is not in “members”, so --remove-unlisted would remove them. List them there too.`,
      },
      { line: 5, reason: 'urgent-1 is not in “tags”, so --remove-unlisted would delete it. List it there too.' },
      { line: 6, reason: expect.stringContaining(claude) as string },
    ])
    expect(mutationsOf(sandbox)).toEqual([])
    expect((await apply(file, '--dry-run')).code).toBe(0)
  })

  it('leaves a person alone who has no address, as no file can list them', async () => {
    const { sandbox, client, exported } = await organization()
    const group = { name: 'Others', color: 'B8C4D3', projects: [crops], members: [{ user: claude, role: 'LABELER' }] }
    await (await client()).createUserGroup(group)
    const whole = await exported()
    const proxy = await rewriting(sandbox, (body) => body.replaceAll(`"email":"${claude}"`, '"email":null'))
    const env = { LABELBOX_API_KEY: sandbox.apiKey, LABELBOX_ENDPOINT: proxy }
    const { stdout } = await command.run(['export'], { env })
    const sections = [stdout, stdout.replace(/^members:\n(?: .*\n)*/m, '')]

    expect(stdout).not.toContain(claude)
    for (const input of sections) {
      const applied = await command.run(['apply', '-', '--remove-unlisted'], { env, input })
      expect(applied).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
    }
    expect(await exported()).toEqual(whole)
  })

  it('leaves roles of two members alone whose addresses differ in case', async () => {
    const { sandbox, client } = await organization()
    const other = await client()
    await other.updateOrganizationRole(hedy, 'NONE')
    await other.setProjectRole(hedy, crops, 'REVIEWER')
    const twin = (body: string) => body.replaceAll(`"email":"${hedy}"`, `"email":"${claude.toUpperCase()}"`)
    const env = { LABELBOX_API_KEY: sandbox.apiKey, LABELBOX_ENDPOINT: await rewriting(sandbox, twin) }
    const { stdout: input } = await command.run(['export'], { env })

    expect(input).toContain(`${crops}:\n    members: {}`)
    const { stdout } = await command.run(['apply', '-', '--remove-unlisted'], { env, input })
    expect(stdout).toBe('Nothing to change.\n')
  })

  it('refuses a name that several tags have', async () => {
    const { sandbox } = await organization({ resourceTags: 2 })
    const same = (body: string) => body.replaceAll(/"text":"[^"]*"/g, '"text":"same"')
    const env = { LABELBOX_API_KEY: sandbox.apiKey, LABELBOX_ENDPOINT: await rewriting(sandbox, same) }
    const run = (input: string) => command.run(['apply', '-', '--remove-unlisted'], { env, input })

    expect(await run('tags:\n  same: ff8800')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('line 2: several tags have the name same. Write the id of one.') as string,
    })
    const { stdout: exported } = await command.run(['export'], { env })
    expect(await run(exported)).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
  })

  it('says that earlier roles in projects are back, and removes them when the file is applied again', async () => {
    const { apply, client, exported } = await organization()
    const { members, projects } = await exported()
    await (await client()).updateOrganizationRole(claude, 'REVIEWER')
    const file = { members: { ...members }, projects: { ...projects, [signs]: { members: {} } } }
    const first = await apply(file, '--remove-unlisted', '--yes')
    const second = await apply(file, '--remove-unlisted', '--yes')

    expect(first.stdout).toMatch(/^set role {2,}claude/m)
    expect(first.stderr).toContain('Apply the file once more to compare these.')
    expect(second.stdout).toMatch(/^remove from project {2,}claude/m)
    expect(second.stderr).toBe('')
  })

  it('shows what is removed first when not every change is shown', async () => {
    const { apply } = await organization()
    const tags = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`tag ${index}`, 'ff8800']))
    const { stderr } = await apply({ members: { [ada]: 'ADMIN' }, tags }, '--remove-unlisted')

    expect(stderr).toMatch(/^CHANGE.*\ndelete tag {2,}urgent-1.*\nremove member {2,}grace/)
    expect(stderr.match(/^create tag/gm)).toHaveLength(44)
    expect(stderr).toContain('… and 16 more, which --dry-run lists. Make 66 changes in Sandbox? Of them, 6 remove')
  })
})

describe('a pending invite', () => {
  it('is the newest where several are pending, and none where a member has the address', async () => {
    const { run, apply, exported, client } = await organization()
    const send = ['invites', 'send', '--if-invited', 'send', '--yes']
    await run([...send, 'new@example.com', '--role', 'NONE', '--project-role', `${crops}=REVIEWER`])
    await run([...send, 'new@example.com', '--role', 'TEAM_MANAGER'])
    await run([...send, 'other@example.com', '--role', 'NONE', '--project-role', `${crops}=REVIEWER`])
    await run([...send, 'other@example.com', '--role', 'NONE'])
    const file = await exported()

    expect((await (await client()).getInvites().toArray({ limit: 9 })).length).toBe(4)
    expect(file.members).toMatchObject({ 'new@example.com': 'TEAM_MANAGER', 'other@example.com': 'NONE' })
    expect(file.projects?.[crops]?.members).toEqual({})
    expect(await apply(file)).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
  })

  it('without the name of a role has the role NONE', async () => {
    const { sandbox, run } = await organization()
    await run(['invites', 'send', 'new@example.com', '--role', 'NONE', '--project-role', `${crops}=REVIEWER`])
    const unnamed = (body: string) => body.replaceAll('"organizationRoleName":"None"', '"organizationRoleName":null')
    const env = { LABELBOX_API_KEY: sandbox.apiKey, LABELBOX_ENDPOINT: await rewriting(sandbox, unnamed) }
    const { stdout: input } = await command.run(['export'], { env })

    expect(input).toContain('new@example.com: NONE')
    const { stdout } = await command.run(['apply', '-'], { env, input })
    expect(stdout).toBe('Nothing to change.\n')
  })

  it('is sent again without a project that is deleted, and only for another reason', async () => {
    const { run, applied, sandbox } = await organization()
    await run(['invites', 'send', 'new@example.com', '--role', 'NONE', '--project-role', `${crops}=REVIEWER`])
    await run(['projects', 'delete', crops, '--yes'])
    const members = { 'new@example.com': 'NONE' }

    expect((await applied({ members })).changes).toEqual([])
    const projects = { [signs]: { members: { 'new@example.com': 'LABELER' } } }
    expect((await applied({ members, projects })).changes.map(short)).toEqual([
      `replace-invite | new@example.com | - | None | None, ${signs}=Labeler`,
    ])
    const sent = sandbox.received.findLast(({ operationName }) => operationName === 'InviteUser')
    expect(JSON.stringify(sent?.variables).match(/projectId"/g)).toHaveLength(1)
  })
})

describe('what others change while the question waits', () => {
  it('stays in lists that the API replaces as a whole', async () => {
    const { appliedAfter, exported, client } = await organization({ resourceTags: 2, projects: 3 })
    const other = await client()
    const [urgent, second] = await other.getResourceTags()
    const group = await other.createUserGroup({ name: 'Others', color: 'B8C4D3', projects: [signs, crops] })
    await other.setProjectTags(signs, [second ?? ''])
    const late = await other.createResourceTag({ text: 'late', color: '123456' })
    const [, , third = ''] = Object.keys((await exported()).projects ?? {})
    const doing = async () => {
      await other.updateUserGroup(group, { projects: [signs, crops, third] })
      await other.setProjectTags(signs, [second ?? '', late])
    }
    const file = {
      projects: { [signs]: { tags: [urgent?.text ?? ''] } },
      groups: { Others: { projects: [crops], description: 'New' } },
    }
    const { code } = await appliedAfter(doing, file, '--remove-unlisted')
    const after = await exported()

    expect(code).toBe(0)
    expect(after.projects?.[signs]?.tags).toEqual(expect.arrayContaining([urgent?.text, 'late']))
    expect(after.projects?.[signs]?.tags).toHaveLength(2)
    expect(after.groups?.['Others']).toMatchObject({ projects: [crops, third], description: 'New' })
  })

  it('is done where others removed the same', async () => {
    const { appliedAfter, client } = await organization()
    const other = await client()
    const group = await other.createUserGroup({ name: 'Others', color: 'B8C4D3' })
    const [tag] = await other.getResourceTags()
    const doing = async () => {
      await other.deleteUserGroup(group)
      await other.deleteResourceTag(tag ?? '')
      await other.removeUser(hedy)
    }
    const members = {
      [ada]: 'ADMIN',
      [grace]: 'TEAM_MANAGER',
      [alan]: 'REVIEWER',
      [edith]: 'LABELER',
      [claude]: 'NONE',
    }

    const { code, stdout } = await appliedAfter(doing, { members, groups: {}, tags: {} }, '--remove-unlisted')

    expect(code).toBe(0)
    expect(stdout.match(/^(?:delete|remove) \w+/gm)).toEqual(['delete tag', 'delete group', 'remove member'])
    expect(stdout).not.toContain('OUTCOME')
  })
})

describe('when a change fails', () => {
  it('sends nothing of the later stages, and says how each change ended', async () => {
    const { apply, applied, exported, sandbox } = await organization()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'CreateResourceTag' }])
    const ended = await apply(whole, '--yes', '--json')
    const { changes } = JSON.parse(ended.stdout) as ApplyJson

    expect(ended.code).toBe(5)
    expect(ended.stderr).toContain('Not everything was changed. Apply the file again')
    expect(changes.map(({ kind, outcome, code }) => [kind, outcome, code])).toEqual([
      ['set-role', 'done', null],
      ['set-role', 'done', null],
      ['update-tag', 'done', null],
      ['create-tag', 'failed', 'AUTHORIZATION'],
      ...changes.slice(4).map(({ kind }) => [kind, 'not-attempted', null]),
    ])
    expect(changes).toHaveLength(13)
    expect((await exported()).groups).toEqual({})

    sandbox.setFaults([])
    expect((await applied(whole)).changes).toHaveLength(10)
  })

  it('ends with 4 when it is not known whether a change was made', async () => {
    const { apply, sandbox } = await organization()
    sandbox.setFaults([
      { kind: 'http-status', status: 502, processed: true, operationName: 'CreateResourceTag', times: Infinity },
    ])
    const { code, stdout, stderr } = await apply({ tags: { fresh: '012345' } }, '--yes')

    expect(code).toBe(4)
    expect(stderr).toContain('Whether 1 change took place is unknown. Wait a few minutes')
    expect(stdout).toMatch(/^create tag {2,}fresh .* unknown {2,}CreateResourceTag/m)
  })

  it('invites nobody without enough seats, and ends with 6', async () => {
    const { apply, exported } = await organization({ seats: 7 })
    const invites = { 'one@example.com': 'LABELER', 'two@example.com': 'LABELER' }
    const { code, stdout } = await apply({ members: invites }, '--yes', '--json')

    expect(code).toBe(6)
    expect((JSON.parse(stdout) as ApplyJson).changes).toMatchObject([
      { kind: 'invite', outcome: 'failed', code: 'USAGE_LIMIT' },
      { kind: 'invite', outcome: 'failed', code: 'USAGE_LIMIT' },
    ])
    expect(Object.keys((await exported()).members ?? {})).toHaveLength(6)
  })

  it('gives the seats of people who are removed to those who are invited', async () => {
    const { applied, exported } = await organization({ seats: 6 })
    await applied({ members: { [ada]: 'ADMIN', 'one@example.com': 'LABELER' } }, '--remove-unlisted')

    expect((await exported()).members).toEqual({ [ada]: 'ADMIN', 'one@example.com': 'LABELER' })
  })
})

describe('a file that can not be used', () => {
  it.each([
    ['', 1, 'the file must have entries'],
    ['members: [a]', 1, 'members must have entries'],
    ['people: {}', 1, "the file can't have “people”, only members, projects, groups, tags."],
    ['members:\n  ada: ADMIN', 2, 'ada is not an email address.'],
    ['members:\n  a@example.com: LABELER\n  A@example.com: LABELER', 3, 'A@example.com is also on line 2.'],
    ['members:\n  a@example.com:\n', 2, 'the role of a@example.com must be a text.'],
    ['members:\n  ? a@example.com', 2, 'a@example.com must have a value.'],
    ['tags:\n  a: ff8800\n  a: ff8800', 3, 'Map keys must be unique.'],
    ['tags:\n  a: ff8800\n  " a": ff8800', 3, ' a and a are the same tag.'],
    ['groups:\n  A: {color: 9EC5FF}\n  "A ": {color: 9EC5FF}', 3, 'A  and A are the same user group.'],
    ['groups:\n  A: {color: ff8800}', 2, 'the color of A must be one of 9EC5FF, CEB8FF, '],
    ['tags: {a: ff8800}\n---\ntags: {}', 2, 'Source contains multiple documents'],
    ['tags: &a {a: !color ff8800}', 1, 'Unresolved tag'],
    ['members:\n  a@example.com: BOSS', 2, 'there is no role BOSS. The organization has: Admin, '],
    ['tags:\n  a: red', 2, 'the color of a must be six hex digits, such as ff8800.'],
    ['projects:\n  Nowhere: {tags: []}', 2, 'this API key can see no project Nowhere'],
    ['groups:\n  A:\n    color: 9EC5FF\n    projects:\n      - Nowhere', 5, 'this API key can see no project Nowhere'],
    ['groups:\n  A: {members: {}}', 2, 'the user group A does not exist yet. To create it, give it a color.'],
    [`projects:\n  ${signs}:\n    tags: [none]`, 3, 'there is no tag none. List it in “tags” too'],
    [`projects:\n  ${signs}:\n    members:\n      x@example.com: LABELER`, 4, 'x@example.com is not a member.'],
    [
      `projects:\n  ${signs}:\n    members:\n      ${alan}: LABELER`,
      4,
      `${alan} has the role Reviewer in the organization`,
    ],
    [`projects:\n  ${signs}:\n    members:\n      ${claude}: NONE`, 4, "the role NONE can't be given in the project"],
    [
      `groups:\n  A:\n    color: 9EC5FF\n    members:\n      ${claude}: TENANT_ADMIN`,
      5,
      "the role TENANT_ADMIN can't be given",
    ],
  ])('%j: says what is wrong on which line, and sends no change', async (text, line, reason) => {
    const { apply, sandbox } = await organization()
    const ended = await apply(text, '--yes', '--json')

    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(errorOf(ended)).toMatchObject({
      code: 'USAGE',
      message: "The file on stdin can't be used. Nothing was changed.",
      rows: [{ row: null, line, reason: expect.stringContaining(reason) as string }],
    })
    expect(mutationsOf(sandbox)).toEqual([])
  })

  it('lists the first of thousands of errors in the syntax', async () => {
    const { apply } = await organization()
    const ended = await apply('['.repeat(5000), '--json')

    expect(errorOf(ended)['rows']).toHaveLength(20)
  })

  it('lists everything that is wrong, in the order of the lines', async () => {
    const { apply } = await organization()
    const { code, stderr } = await apply(`tags:\n  a: red\nmembers:\n  a@example.com: BOSS\n  b@example.com: CHIEF\n`)

    expect(code).toBe(2)
    expect(stderr.match(/line \d/g)).toEqual(['line 2', 'line 4', 'line 5'])
  })

  it.each([
    ['missing.yaml', 'no such file or directory'],
    ['latin1.yaml', 'is not UTF-8'],
  ])('%s', async (name, reason) => {
    const { run } = await organization()
    const { path, put } = folder()
    put('latin1.yaml', Buffer.from('tags: { r\xf6d: ff0000 }', 'latin1'))

    expect(await run(['apply', `${path}/${name}`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(reason) as string,
    })
  })
})

it('applies the file of the guide', async () => {
  const { run, applied, exported } = await organization()
  await run(['projects', 'create', 'Street signs', '--media-type', 'IMAGE'])
  const [, file = ''] = /```yaml\n([^]*?)```/.exec(readFileSync('docs/guide/organization-file.md', 'utf8')) ?? []
  const { changes } = await applied(file)

  expect(changes.map(({ kind }) => kind)).toEqual([
    'create-tag',
    'create-group',
    'add-group-project',
    'tag-project',
    'invite',
    'invite',
    'invite',
  ])
  expect((await exported()).members).toMatchObject({ 'grace@example.com': 'NONE', 'ada@example.com': 'ADMIN' })
})

describe('export', () => {
  it('writes YAML that apply takes as it is, for names of any kind', async () => {
    const { run, apply, exported } = await organization()
    const names = [
      'no',
      '1e5',
      '# not a comment',
      'a: b',
      '"quoted"',
      '? what',
      '日本語',
      "it's",
      '{}',
      '000123',
      '*alias',
    ]
    for (const name of names) await run(['projects', 'create', name, '--media-type', 'IMAGE'])
    for (const name of names) await run(['tags', 'create', name, '--color', '001e05'])
    const { stdout } = await run(['export'])

    expect(Object.keys((await exported()).projects ?? {})).toEqual(expect.arrayContaining(names))
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=https:\S+organization-file\.json\n/)
    expect(await apply(stdout, '--remove-unlisted')).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
  })

  it('writes the id of a project in place of a name that several have', async () => {
    const { run, apply, exported } = await organization()
    for (const name of ['Twice', 'Twice']) await run(['projects', 'create', name, '--media-type', 'IMAGE'])
    const file = await exported()

    expect(Object.keys(file.projects ?? {}).filter((name) => /^c[a-z0-9]{20,}$/.test(name))).toHaveLength(2)
    expect(await apply(file)).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
  })

  it('writes a file that only its owner can read', async () => {
    const { run } = await organization()
    const file = `${folder().path}/organization.yaml`

    expect(await run(['export', '--out', file])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `labelbox-org: Wrote ${file}.\n`,
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain(`${ada}: ADMIN`)
    expect(await run(['apply', file])).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' })
  })
})
