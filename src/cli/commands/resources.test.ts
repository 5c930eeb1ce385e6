import { expect, it } from 'vitest'
import { sandboxed } from '../../sandbox/testingSandbox.ts'
import { commandLine, id, time } from '../testing.ts'

const command = commandLine({ users: 6, projects: 2, webhooks: 2, resourceTags: 1, iamIntegrations: 1 })
const { run, json } = command

type Row = Readonly<Record<string, unknown>>
const rows = async (...args: readonly string[]) => (await json(args)) as readonly Row[]
const claude = 'claude.shannon.5@example.com'

it.concurrent('tags: creates, updates, lists and deletes', async () => {
  const tag = { id, text: 'urgent', color: 'ff8800' }
  expect(await json(['tags', 'create', 'urgent', '--color', '#FF8800'])).toEqual({ created: tag })
  expect(await json(['tags', 'update', 'urgent', '--text', 'now'])).toEqual({ updated: { ...tag, text: 'now' } })
  expect(await rows('tags', 'list')).toContainEqual({ ...tag, text: 'now' })

  expect(await run(['tags', 'delete', 'now'])).toMatchObject({ code: 3, stdout: '' })
  expect(await json(['tags', 'delete', 'now', '--yes'])).toEqual({ deleted: { ...tag, text: 'now' } })
  const { code, stderr } = await run(['tags', 'delete', 'now', '--yes'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no tag now') as string })
})

it.concurrent('projects: creates, shows, updates, tags and deletes', async () => {
  const project = {
    id,
    name: 'Street signs',
    description: 'All of them',
    mediaType: 'IMAGE',
    dataRowCount: 0,
    createdAt: time,
    updatedAt: time,
  }
  const created = ['projects', 'create', 'Street signs', '--media-type', 'IMAGE', '--description', 'All of them']
  expect(await json(created)).toEqual({ created: project })
  expect(await json(['projects', 'show', 'Street signs'])).toEqual(project)
  expect(await rows('projects', 'list', '--limit', '1')).toHaveLength(1)
  expect(await rows('projects', 'list')).toContainEqual(project)
  const renamed = { ...project, name: 'Signs' }
  expect(await json(['projects', 'update', 'Street signs', '--name', 'Signs'])).toEqual({ updated: renamed })

  const [tag] = await rows('tags', 'list')
  expect(await rows('projects', 'tags', 'Signs', '--set', String(tag?.['text']))).toEqual([tag])
  expect(await rows('projects', 'tags', 'Signs')).toEqual([tag])
  expect(await run(['projects', 'tags', 'Signs', '--set', 'now', '--clear'])).toMatchObject({ code: 2, stdout: '' })
  expect(await rows('projects', 'tags', 'Signs', '--clear')).toEqual([])
  expect((await rows('projects', 'members', 'Signs'))[0]).toEqual({
    id,
    email: expect.stringContaining('@') as string,
    name: expect.any(String) as string,
    role: expect.any(String) as string,
    accessFrom: expect.any(String) as string,
  })

  expect(await run(['projects', 'delete', 'Signs'])).toMatchObject({ code: 3 })
  expect(await json(['projects', 'delete', 'Signs', '--yes'])).toEqual({ deleted: renamed })
  expect((await rows('projects', 'list')).map((row) => row['name'])).not.toContain('Signs')
})

it.concurrent('groups: creates, shows, updates and deletes', async () => {
  const member = { id, email: claude, role: 'Reviewer' }
  const [first, second] = await rows('projects', 'list')
  const project = { id: first?.['id'], name: first?.['name'] }
  const group = {
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    name: 'Reviewers',
    description: null,
    color: '9EC5FF',
    projects: [project],
    members: [member],
  }
  const of = ['--project', String(project.name), '--member', `${claude}=REVIEWER`]
  expect(await json(['groups', 'create', 'Reviewers', '--color', '9EC5FF', ...of])).toEqual({ created: group })
  expect(await json(['groups', 'list'])).toEqual([group])
  expect((await run(['groups', 'show', 'Reviewers'])).stdout).toMatch(
    /^name +Reviewers\nid +[0-9a-f-]{36}\ndescription +-\ncolor +9EC5FF\nprojects +Street scenes 1\n\nEMAIL +ROLE +ID\nclaude\S+ +Reviewer +c\w+\n$/,
  )

  const changes = ['--add-member', `${claude}=LABELER`, '--add-project', String(second?.['id']), '--name', 'Others']
  const changed = {
    ...group,
    name: 'Others',
    projects: [project, { id: second?.['id'], name: second?.['name'] }],
    members: [{ ...member, role: 'Labeler' }],
  }
  expect(await json(['groups', 'update', 'Reviewers', ...changes])).toEqual({ updated: changed })
  const less = ['--remove-member', claude, '--remove-project', String(project.name)]
  expect(await json(['groups', 'update', 'Others', ...less])).toEqual({
    updated: { ...changed, projects: changed.projects.slice(1), members: [] },
  })
  const { code, stderr } = await run(['groups', 'update', 'Others', '--remove-member', 'nobody@example.com'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no member nobody') as string })

  const listed = { ...member, role: 'Labeler' }
  expect(await json(['groups', 'add-members', 'Others', `${claude}=LABELER`])).toMatchObject({
    updated: { name: 'Others', members: [listed] },
  })
  expect(await json(['groups', 'members', 'Others'])).toEqual([listed])
  expect((await run(['groups', 'export', 'Others'])).stdout).toBe(`email\n${claude}\n`)
  const leave = ['groups', 'remove-members', 'Others', claude]
  expect(await run(leave)).toMatchObject({ code: 3 })
  expect((await run([...leave, '--dry-run'])).stdout).toContain('RemoveGroupMembers')
  expect(await json([...leave, '--yes'])).toMatchObject({ updated: { members: [] } })

  const importing = ['groups', 'import', 'Others', '-', '--role', 'REVIEWER']
  expect(await run(importing, { input: claude })).toMatchObject({ code: 3 })
  const imported = await run([...importing, '--yes', '--json'], { input: `email\n${claude}\nnobody@example.com\n` })
  expect(imported).toMatchObject({ code: 1, stderr: expect.stringContaining('Added 1 of 2 people') as string })
  expect(JSON.parse(imported.stdout)).toMatchObject({
    addedCount: 1,
    count: 2,
    rows: [
      { email: claude, isAdded: true, error: null },
      { email: 'nobody@example.com', isAdded: false, error: 'User not found in the current organization' },
    ],
  })
  const missing = await run(['groups', 'import', 'Others', '/missing.csv', '--role', 'REVIEWER', '--yes'])
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('/missing.csv can') as string })

  expect(await run(['groups', 'delete', 'Others'])).toMatchObject({ code: 3 })
  expect(await json(['groups', 'delete', 'Others', '--yes'])).toMatchObject({ deleted: { name: 'Others' } })
  expect(await json(['groups', 'list'])).toEqual([])
})

it.concurrent('webhooks: creates, updates and deletes without printing the secret', async () => {
  const url = 'https://example.com/hooks'
  const webhook = { id, url, topics: ['LABEL_CREATED', 'LABEL_UPDATED'], status: 'ACTIVE', project: null }
  const dated = { ...webhook, createdAt: time, updatedAt: time }
  const create = ['webhooks', 'create', url, '--topic', 'LABEL_CREATED', 'LABEL_UPDATED']

  expect(await run(create)).toMatchObject({ code: 2, stdout: '' })
  const ended = await run([...create, '--secret-stdin', '--json'], { input: 'planted-secret\n' })
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(ended.stdout)).toEqual({ created: dated })
  const env = { ...command.environment, LABELBOX_WEBHOOK_SECRET: 'planted-secret' }
  const planned = await run([...create, '--dry-run'], { env })
  expect(planned.stdout).toContain('[redacted]')
  for (const { stdout, stderr } of [ended, planned]) expect(stdout + stderr).not.toContain('planted-secret')
  const sent = command.sandbox.received.findLast(({ operationName }) => operationName === 'CreateWebhook')
  expect(sent?.variables).toMatchObject({ secret: 'planted-secret' })

  expect(await rows('webhooks', 'list')).toContainEqual(dated)
  const creator = { id, email: 'ada.lovelace.1@example.com', name: 'Ada Lovelace' }
  expect(await json(['webhooks', 'show', url])).toEqual({ ...dated, creator })
  expect((await run(['webhooks', 'show', url])).stdout).toMatch(/\nproject +all\n[^]*creator +ada\.lovelace/)
  expect(await json(['webhooks', 'update', url, '--topic', 'LABEL_DELETED', '--status', 'INACTIVE'])).toEqual({
    updated: { ...dated, topics: ['LABEL_DELETED'], status: 'INACTIVE' },
  })
  expect(await run(['webhooks', 'delete', url])).toMatchObject({ code: 3 })
  expect(await json(['webhooks', 'delete', url, '--yes'])).toMatchObject({ deleted: { id, status: 'INACTIVE' } })
})

it.concurrent('iam: creates, updates, validates and deletes; ends with 1 if a check fails', async () => {
  const roleArn = 'arn:aws:iam::123456789012:role/labelbox'
  const created = await json(['iam', 'create', 'AWS', 'Images', '--role-arn', roleArn])
  const integration = {
    id,
    name: 'Images',
    provider: 'AWS',
    valid: expect.anything() as unknown,
    lastValidAt: null,
    isDefault: false,
    createdAt: time,
    settings: { roleArn, readBucket: null },
  }
  expect(created).toMatchObject({ created: { id, name: 'Images', provider: 'AWS', settings: { roleArn } } })
  expect(Object.keys((created as { created: object }).created)).toEqual(Object.keys(integration))
  expect(await run(['iam', 'create', 'GCP', 'Images', '--role-arn', roleArn])).toMatchObject({ code: 2 })
  expect(await run(['iam', 'create', 'OVH', 'Images'])).toMatchObject({ code: 2 })

  expect(await json(['iam', 'update', 'Images', '--read-bucket', 'images'])).toMatchObject({
    updated: { settings: { roleArn, readBucket: 'images' } },
  })
  const { code, stdout } = await run(['iam', 'validate', 'Images', '--json'])
  const validation = JSON.parse(stdout) as { valid: boolean }
  expect(validation).toEqual({
    id,
    valid: expect.any(Boolean) as boolean,
    checks: expect.arrayContaining([
      {
        name: expect.any(String) as string,
        success: expect.any(Boolean) as boolean,
        message: expect.anything() as unknown,
      },
    ]) as unknown,
  })
  expect(code).toBe(validation.valid ? 0 : 1)
  expect(await run(['iam', 'validate', 'Images', '--dry-run'])).toMatchObject({ code: 0, stderr: '' })

  expect(await json(['iam', 'set-default', 'Images'])).toEqual({ default: { id, name: 'Images' } })
  expect(await rows('iam', 'list')).toContainEqual(expect.objectContaining({ name: 'Images', isDefault: true }))
  expect(await run(['iam', 'delete', 'Images'])).toMatchObject({ code: 3 })
  expect(await json(['iam', 'delete', 'Images', '--yes'])).toMatchObject({ deleted: { id, name: 'Images' } })
})

it.concurrent('keys: prints a key only when it is created', async () => {
  const own = 'ada.lovelace.1@example.com'
  const made = (await json(['keys', 'create', 'CI', '--role', 'LABELER', '--valid-for', '30d'])) as {
    readonly created: { readonly key: string }
  }
  const { key } = made.created
  expect(made).toEqual({ created: { id, name: 'CI', email: own, key: expect.stringMatching(/^\S{8,}$/) as string } })
  expect(
    await json(['whoami'], { env: { LABELBOX_API_KEY: key, LABELBOX_ENDPOINT: command.sandbox.url } }),
  ).toMatchObject({ email: own })

  const second = await run(['keys', 'create', 'Second'])
  expect(second.stdout).toMatch(/^\S+\n$/)
  expect(second.stderr).toMatch(/^labelbox-org: Created key Second \(c\w+\)\. Store it: it is not shown again\.\n$/)

  const listed = await run(['keys', 'list', '--json'])
  expect(listed.stdout + (await run(['keys', 'list'])).stdout).not.toContain(key)
  const listedKey = { id, name: 'CI', email: own, isOwn: true, revoked: false, expiresAt: time, createdAt: time }
  expect(JSON.parse(listed.stdout)).toContainEqual(listedKey)

  expect(await json(['keys', 'show', 'CI'])).toEqual(listedKey)
  expect((await run(['keys', 'show', 'CI'])).stdout).toMatch(/^name +CI\n[^]*owner +ada[^]*yours +yes\nrevoked +no\n/)
  expect(await run(['keys', 'show', 'nothing'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no API key nothing, or this API key can't see it.") as string,
  })

  expect(await run(['keys', 'revoke', 'CI'])).toMatchObject({ code: 3 })
  expect(await json(['keys', 'revoke', 'CI', '--yes'])).toEqual({ revoked: { ...listedKey, revoked: true } })
  expect(await run(['keys', 'create', 'CI', '--valid-for', 'long'])).toMatchObject({ code: 2, stdout: '' })
})

it('keys: lists expired ones only with --include-expired, and refuses a role beyond one’s own', async () => {
  const key = { revoked: false, userEmail: 'a@example.com', createdAt: null }
  const expired = { ...key, id: 'k-1', name: 'Old', expiresAtEpoch: 1_700_000_000 }
  const current = { ...expired, id: 'k-2', name: 'New', expiresAtEpoch: 4_100_000_000 }
  const names = async (...args: readonly string[]): Promise<unknown> => {
    const sandbox = await sandboxed()
    const body = { data: { user: { id: 'u', apiKeys: [expired, current], apiKeysOtherUsers: null } } }
    sandbox.fail({ operationName: 'GetApiKeys', status: 200, body })
    const env = { LABELBOX_API_KEY: sandbox.apiKey, LABELBOX_ENDPOINT: sandbox.url }
    return ((await json(args, { env })) as readonly { readonly name: string }[]).map(({ name }) => name)
  }
  expect(await names('keys', 'list')).toEqual(['New'])
  expect(await names('keys', 'list', '--include-expired')).toEqual(['Old', 'New'])

  const { created } = (await json(['keys', 'create', 'Small', '--role', 'LABELER'])) as {
    readonly created: { readonly key: string }
  }
  const env = { LABELBOX_API_KEY: created.key, LABELBOX_ENDPOINT: command.sandbox.url }
  expect(await run(['keys', 'create', 'Big', '--role', 'REVIEWER'], { env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the role Reviewer has permissions that you don't have: labels.review.") as string,
  })
})
