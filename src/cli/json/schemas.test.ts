import { readdirSync, readFileSync } from 'node:fs'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { describe, expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { without } from '../../../test/support/without.ts'
import { toProgram } from '../program.ts'
import { commandLine, type Ended } from '../testing.ts'
import { ajv, commandIn, problemsOf, schemaOf } from './testingSchemas.ts'

const command = commandLine({
  users: 6,
  projects: 2,
  webhooks: 1,
  resourceTags: 1,
  iamIntegrations: 3,
  seats: 100,
  // As the package's schema has it, so that `schema verify` finds nothing.
  firstType: 'PageSize',
})
const grace = 'grace.hopper.2@example.com'
const alan = 'alan.turing.3@example.com'
const claude = 'claude.shannon.5@example.com'

/** The arguments of a run, and its exit code and stdin, where they are not 0 and empty. */
type Run = readonly [args: readonly string[], expected?: { readonly code?: number; readonly input?: string }]

/** A file with a person to invite, one whose invite is pending, and a tag that it does not list. */
const applied = 'members: { pending@example.com: LABELER, applied@example.com: LABELER }\ntags: { applied: ff8800 }'

/** Runs of every command, in an order in which each finds what it needs. Those of a file are below. */
const runs: readonly Run[] = [
  [['whoami']],
  [['org']],
  [['report'], { code: 16 }],
  [['report', '--only', 'tag-unused', '--fail-on', 'never']],
  [['invites', 'send', 'pending@example.com', '--role', 'LABELER']],
  [['apply', '-', '--dry-run'], { input: applied }],
  [['apply', '-', '--yes'], { input: applied }],
  [['members', 'list']],
  [['members', 'projects', grace]],
  [['members', 'role', grace, 'LABELER', '--dry-run']],
  [['members', 'role', grace, 'LABELER']],
  [['members', 'remove', grace, '--dry-run']],
  [['members', 'remove', grace, '--yes']],
  [['invites', 'send', 'new@example.com', '--role', 'NONE', '--project-role', 'Street scenes 1=REVIEWER']],
  [['invites', 'send', 'other@example.com', '--role', 'LABELER', '--dry-run']],
  [['invites', 'resend', 'new@example.com']],
  [['invites', 'list']],
  [['invites', 'cancel', 'new@example.com', '--dry-run']],
  [['invites', 'cancel', 'new@example.com', '--yes']],
  [['invites', 'limit']],
  [['projects', 'create', 'Signs', '--media-type', 'IMAGE', '--dry-run']],
  [['projects', 'create', 'Signs', '--media-type', 'IMAGE']],
  [['projects', 'list']],
  [['projects', 'show', 'Signs']],
  [['projects', 'members', 'Signs']],
  [['projects', 'update', 'Signs', '--description', 'All of them']],
  [['tags', 'create', 'urgent', '--color', 'ff8800', '--dry-run']],
  [['tags', 'create', 'urgent', '--color', 'ff8800']],
  [['projects', 'tags', 'Signs', '--set', 'urgent', '--dry-run']],
  [['projects', 'tags', 'Signs', '--set', 'urgent']],
  [['tags', 'list']],
  [['tags', 'update', 'urgent', '--text', 'now']],
  [['tags', 'delete', 'now', '--yes']],
  [['groups', 'create', 'All', '--color', '9EC5FF', '--project', 'Signs', '--member', `${claude}=REVIEWER`]],
  [['groups', 'list']],
  [['groups', 'show', 'All']],
  [['groups', 'members', 'All']],
  [['groups', 'update', 'All', '--description', 'Everybody']],
  [['groups', 'remove-members', 'All', claude, '--yes']],
  [['groups', 'add-members', 'All', `${claude}=LABELER`]],
  [['groups', 'import', 'All', '-', '--role', 'REVIEWER', '--yes'], { code: 1, input: `${claude}\nno@example.com\n` }],
  [['groups', 'export', 'All']],
  [['groups', 'delete', 'All', '--yes']],
  [['projects', 'delete', 'Signs', '--yes']],
  [['webhooks', 'create', 'https://example.com/hooks', '--topic', 'LABEL_CREATED', '--dry-run']],
  [['webhooks', 'create', 'https://example.com/hooks', '--topic', 'LABEL_CREATED']],
  [['webhooks', 'list']],
  [['webhooks', 'show', 'https://example.com/hooks']],
  [['webhooks', 'update', 'https://example.com/hooks', '--status', 'INACTIVE']],
  [['webhooks', 'delete', 'https://example.com/hooks', '--yes']],
  [['iam', 'create', 'GCP', 'Images', '--read-bucket', 'images']],
  [['iam', 'list']],
  [['iam', 'update', 'Images', '--name', 'Pictures']],
  [['iam', 'validate', 'Pictures', '--dry-run']],
  [['iam', 'set-default', 'Pictures']],
  [['iam', 'delete', 'Pictures', '--yes']],
  [['keys', 'create', 'CI', '--valid-for', '30d']],
  [['keys', 'list']],
  [['keys', 'show', 'CI']],
  [['keys', 'revoke', 'CI', '--yes']],
  [['schema', 'check']],
  [['schema', 'probe']],
  [['schema', 'probe', '--dry-run']],
  [['schema', 'verify']],
]

const leaves = (program: CommandUnknownOpts): readonly CommandUnknownOpts[] =>
  program.commands.length === 0 ? [program] : program.commands.flatMap(leaves)

const pathOf = (leaf: CommandUnknownOpts): string =>
  leaf.parent === null ? '' : `${pathOf(leaf.parent)} ${leaf.name()}`.trim()

/** Completion prints words for a shell, whatever its options are. */
const commands = leaves(toProgram('1.0.0'))
  .map(pathOf)
  .filter((path) => path !== 'completion' && path !== 'complete')
const others = ['error', 'organization file', 'report file']

it('has a schema for each command, for errors and for the lines of a report, and no other', () => {
  const expected = [...commands, ...others].map((name) => `${name.replaceAll(' ', '-')}.json`)

  expect(readdirSync('schemas').sort()).toEqual(expected.sort())
})

it.each([...commands, ...others])('%s: the schema has a name, is valid and describes what it is for', (name) => {
  const schema = schemaOf(name)

  expect(ajv().compile(schema)).toBeTypeOf('function')
  expect(schema).toMatchObject({
    $id: `https://unpkg.com/@labelbox-org/tools/schemas/${name.replaceAll(' ', '-')}.json`,
    title: expect.stringContaining(name) as string,
    description: expect.stringMatching(/^[A-Z].*\.$/) as string,
  })
})

/** Members without which a value is valid too, of those that the runs print. */
const optional = /\.settings\.\w+$|\.planned\.0\.operationName$|^\.(dryRun|planned)$|^\.error\.(rows|outcomes)$/

/** Each member of a value by its path, with the value without it. Only the first entry of an array is looked at. */
function* withoutOneMember(value: unknown, path = ''): Generator<readonly [path: string, without: unknown]> {
  if (typeof value !== 'object' || value === null || path.endsWith('.variables')) return
  for (const [key, member] of Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined)) {
    if (!Array.isArray(value)) {
      yield [`${path}.${key}`, Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))]
    }
    for (const [inner, changed] of withoutOneMember(member, `${path}.${key}`)) {
      const entry = [key, changed] as const
      yield [
        inner,
        Array.isArray(value)
          ? [changed, ...(value as readonly unknown[]).slice(1)]
          : { ...value, ...Object.fromEntries([entry]) },
      ]
    }
  }
}

/** Fails unless a value is as its schema says, needs each of its members, and may have further ones. */
function requirePromised(name: string, printed: unknown): void {
  expect(problemsOf(name, printed)).toEqual([])
  const isValid = ajv().compile(schemaOf(name))
  const removable = [...withoutOneMember(printed)].filter(([, changed]) => isValid(changed)).map(([path]) => path)
  expect(removable.filter((path) => !optional.test(path))).toEqual([])
  if (!Array.isArray(printed)) expect(isValid({ ...(printed as object), addedLater: true })).toBe(true)
}

/** The members that are empty arrays, of which a test shows nothing. */
const emptyIn = (value: unknown): readonly string[] =>
  Object.entries(value as object)
    .filter(([, member]) => Array.isArray(member) && member.length === 0)
    .map(([key]) => key)
    .sort()

const printed = ({ stdout, stderr }: Ended): unknown =>
  JSON.parse(stdout === '' ? (stderr.trimEnd().split('\n').at(-1) ?? '') : stdout)

describe('what a command prints is as its schema says, and each of its members is required', () => {
  const titled = runs.map(([args, expected]) => [args.join(' '), { args, ...expected }] as const)
  it.each(titled)('%s', async (_, { args, code = 0, input = '' }) => {
    const env = { ...command.environment, LABELBOX_WEBHOOK_SECRET: 'planted-secret' }
    const ended = await command.run([...args, '--json'], { env, input })

    expect(ended.code).toBe(code)
    requirePromised(commandIn(args), printed(ended))
  })

  it('validations of integrations', async () => {
    const [first] = (await command.json(['iam', 'list'])) as readonly { readonly id: string }[]
    const ended = await command.run(['iam', 'validate', first?.id ?? '', '--json'])

    expect(printed(ended)).toMatchObject({ checks: [{}] })
    requirePromised('iam validate', printed(ended))
  })

  it.each([
    ['invites send', 'email,role\na@one.example,LABELER\nb@one.example,NOBODY\n'],
    ['members role', `email,role\n${alan},LABELER\nnobody@example.com,LABELER\n`],
    ['members remove', `email\n${alan}\nnobody@example.com\n`],
  ])('%s --from: the outcomes, the plan of a dry run, and the lines of the report', async (name, content) => {
    const { path, put } = folder()
    const args = [...name.split(' '), '--from', put('people.csv', content), '--skip-invalid', '--yes', '--json']
    const plan = await command.run([...args, '--dry-run'])
    const ended = await command.run([...args, '--report', `${path}/report.jsonl`])

    requirePromised(name, printed(plan))
    requirePromised(name, printed(ended))
    const lines = readFileSync(`${path}/report.jsonl`, 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(content.split('\n').length - 2)
    for (const line of lines) requirePromised('report file', JSON.parse(line))
  })

  it('export: a file with all parts, each of which apply does without', async () => {
    const file = await command.json(['export'])

    expect(Object.keys(file as object)).toEqual(['members', 'projects', 'groups', 'tags'])
    expect(problemsOf('organization file', file)).toEqual([])
    expect(problemsOf('organization file', {})).toEqual([])
    requirePromised('export', await command.json(['export', '--out', `${folder().path}/organization.yaml`]))
  })

  it.each([
    ['report', 'fail-on', 'never'],
    ['members list', 'limit', '2'],
  ])('%s --out: where the file is, and the file', async (name, option, value) => {
    const file = `${folder().path}/out.json`
    const args = [...name.split(' '), `--${option}`, value, '--out', file, '--json']

    requirePromised(name, await command.json(args))
    requirePromised(name, JSON.parse(readFileSync(file, 'utf8')))
  })

  it('schema pull and schema diff: the changes, and the repair of --apply', async () => {
    const { path, put } = folder()
    const old = put('old.graphql', readFileSync('graphql/schema.graphql', 'utf8'))
    const removed = ['User.nickname', 'UserWhereInput.email', 'Project.dataRowCount', 'WebhookStatus.INACTIVE']
    const changed = put('new.graphql', without(...removed)(readFileSync(old, 'utf8')))
    const own = put(
      'own.graphql',
      'query Own {\n  user {\n    id\n    nickname\n  }\n}\nquery Left { user { nickname } }\n',
    )
    const diff = ['schema', 'diff', old, changed]
    const found = await command.run([...diff, '--json'])
    const applied = await command.run([...diff, '--documents', own, '--apply', '--dry-run', '--json'])
    const pulled = await command.run([
      'schema',
      'pull',
      changed,
      '--out',
      `${path}/new.graphql`,
      '--former',
      old,
      '--json',
    ])

    expect(emptyIn(printed(found))).toEqual(['newRootFields', 'perhapsRenamed', 'renamed', 'warnings'])
    requirePromised('schema diff', printed(found))
    expect(emptyIn(printed(applied))).toEqual(['perhapsRenamed', 'renamed', 'warnings'])
    requirePromised('schema diff', printed(applied))
    expect(emptyIn(printed(pulled))).toEqual(['warnings'])
    requirePromised('schema pull', printed(pulled))
  })
})

describe('an error is as its schema says, and each of its members is required', () => {
  it.each([
    [['members', 'lst'], 'USAGE', {}],
    [['tags', 'delete', 'now'], 'USAGE', {}],
    [['members', 'remove', claude], 'NOT_CONFIRMED', {}],
    [['org'], 'NO_API_KEY', { LABELBOX_API_KEY: '' }],
    [['org'], 'AUTHENTICATION', { LABELBOX_API_KEY: 'wrong' }],
    [['invites', 'send', claude, '--role', 'LABELER'], 'ALREADY_MEMBER', {}],
    [['schema', 'check', '--schema', '/missing.graphql'], 'USAGE', {}],
    [['sandbox', '--data', '/missing/x.db'], 'SANDBOX', {}],
  ])('%j: %s', async (args, code, env) => {
    const ended = await command.run([...args, '--json'], { env: { ...command.environment, ...env } })

    expect(ended.stdout).toBe('')
    expect(printed(ended)).toMatchObject({ error: { code } })
    requirePromised('error', printed(ended))
  })

  it('names the rows of a file that cannot be used', async () => {
    const file = folder().put('people.csv', 'email,role\nnobody,LABELER\n')
    const ended = await command.run(['invites', 'send', '--from', file, '--json'])

    expect(printed(ended)).toMatchObject({ error: { code: 'INVALID_ROWS', rows: [{ line: 2 }] } })
    requirePromised('error', printed(ended))
  })

  it('has an outcome for each record if only some were changed', async () => {
    const send = ['invites', 'send', 'many@example.com', '--role', 'LABELER', '--if-invited', 'send']
    await command.json(send)
    await command.json(send)
    command.sandbox.setFaults([
      { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'CancelInvite', skip: 1 },
    ])
    try {
      const ended = await command.run(['invites', 'cancel', 'many@example.com', '--yes', '--json'])
      expect(printed(ended)).toMatchObject({ error: { outcomes: [{ outcome: 'done' }, {}] } })
      requirePromised('error', printed(ended))
    } finally {
      command.sandbox.setFaults([])
    }
  })
})

it('runs each command, except the two that serve until they are stopped', () => {
  const apart = ['console', 'export', 'sandbox', 'iam validate', 'schema diff', 'schema pull']

  expect([...new Set([...runs.map(([args]) => commandIn(args)), ...apart])].sort()).toEqual([...commands].sort())
})

it('refuses a printed value with a renamed, a missing and an unknown member', () => {
  const tag = { id: 'c1', text: 'urgent', color: null }

  expect(problemsOf('tags list', [tag])).toEqual([])
  expect(problemsOf('tags list', [{ id: 'c1', name: 'urgent', color: null }])).toEqual([
    "tags list: /0 must have required property 'text'",
    'tags list: /0 must NOT have additional properties',
  ])
  expect(problemsOf('tags list', [{ ...tag, color: 3 }])).toEqual(['tags list: /0/color must be string,null'])
})
