import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox, type Sandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documents } from '../../../generated/documents.ts'
import { without } from '../../../test/support/without.ts'
import { Store } from '../../sandbox/store/store.ts'
import { outcomeOf, type Probe } from './probe.ts'
import { probeRecord } from './probeReport.ts'
import { probing, someDocuments } from './testingServer.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-probe-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const verdicts = ({ operations }: Probe) => ({
  valid: operations.filter(({ verdict }) => verdict === 'valid').map(({ name }) => name),
  invalid: operations.filter(({ verdict }) => verdict === 'invalid').map(({ name }) => name),
  unknown: operations.filter(({ verdict }) => verdict === 'unknown').map(({ name }) => name),
})

/** All rows of all tables. */
function everything(file: string): unknown {
  const store = new Store(file)
  try {
    const tables = store.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return tables.map(({ name }) => [name, store.all(`SELECT * FROM "${String(name)}" ORDER BY rowid`)])
  } finally {
    store.close()
  }
}

const outbox = async ({ url }: Sandbox): Promise<unknown> => {
  const response = await fetch(new URL('/status.json', url))
  return ((await response.json()) as { readonly outbox: unknown }).outbox
}

async function probed(options: SandboxOptions = {}, files = documents) {
  const data = join(folder, `${String(Math.random())}.db`)
  await using sandbox = await createSandbox({ ...options, data })
  const [before, mails] = [everything(data), await outbox(sandbox)]
  const found = await probing(sandbox, files)
  // Only the query that proves the key ran, once for each endpoint.
  expect(everything(data)).toEqual(before)
  expect(await outbox(sandbox)).toEqual(mails)
  const ran = sandbox.received.flatMap(({ path, operationName, rootFields }) =>
    rootFields.map((field) => `${path} ${operationName ?? ''}: ${field}`),
  )
  const paths = [...new Set(sandbox.received.map(({ path }) => path))]
  expect(ran).toEqual(paths.map((path) => `${path} LabelboxOrgUnlocked: organization`))
  return { found, received: sandbox.received }
}

/** The probe of the shipped operations, shared by several tests. */
let shipped: ReturnType<typeof probed> | undefined
const probedShipped = () => (shipped ??= probed())

describe('probe of the sandbox', () => {
  it('finds every shipped operation valid on its endpoint, and runs none', async () => {
    const { found, received } = await probedShipped()
    expect(verdicts(found)).toMatchObject({ invalid: [], unknown: [] })
    expect(found.operations.length).toBeGreaterThan(45)
    expect(outcomeOf(found)).toBe('valid')
    expect(found.proofs).toEqual([
      { path: 'experimental', locks: [], checks: [] },
      { path: 'public', locks: [], checks: [] },
    ])
    const sent = (name: string) => received.find(({ operationName }) => operationName === name)
    expect(sent('CancelInvite')).toMatchObject({ path: '/_gql', rootFields: [], variables: {} })
    expect(sent('InviteUser')?.path).toBe('/graphql')
  })

  it('sends all queries before the first mutation, and tests the locks of each kind first', async () => {
    const { received } = await probedShipped()
    const kinds = received.map(({ query = '' }) => (/^\w+ LabelboxOrg/.test(query) ? 'proof' : query.slice(0, 5)))
    expect(kinds.join(' ').replaceAll(/\b(\w+)( \1)*\b/g, '$1')).toBe('proof query proof mutat')
  })

  it('locks every operation twice', async () => {
    const { received } = await probedShipped()
    for (const { query = '', variables } of received) {
      if (/^\w+ LabelboxOrg/.test(query)) continue
      expect(query).toMatch(/^(query|mutation) \w+ ?\(.*\$labelboxOrgProbe: Boolean!\)/)
      expect(query).toContain('@skip(if: true) @include(if: $labelboxOrgProbe)')
      expect(variables).toEqual({})
    }
  })

  it('names removed fields, arguments, input fields and enum values with their position', async () => {
    const schema = without(
      'User.nickname',
      'Organization.projects.where',
      'CreateInviteInput.inviterId',
      'ProjectUpdateInput.deleted',
      'WebhookStatus.INACTIVE',
      'Mutation.updateResourceTag',
    )
    const { found } = await probed({ schema })
    expect(outcomeOf(found)).toBe('invalid')
    expect(verdicts(found)).toMatchObject({ unknown: [] })
    const problems = Object.fromEntries(
      found.operations
        .filter(({ verdict }) => verdict === 'invalid')
        .map(({ name, problems }) => [
          name,
          problems.map(({ subject, what, place }) => [
            subject,
            what,
            place && `${place.file}:${place.line}:${place.column}`,
          ]),
        ]),
    )
    const nickname = ['field', 'User.nickname', 'graphql/fragments/user.graphql:5:3']
    expect(problems).toMatchObject({
      GetUser: [nickname],
      Users: [nickname],
      GetMember: [nickname],
      Projects: [['argument', 'Organization.projects(where:)', expect.stringMatching(/projects\.graphql:\d+:14$/)]],
      DeleteProject: [
        ['input field', 'ProjectUpdateInput.deleted', expect.stringMatching(/deleteProject\.graphql:\d+:\d+$/)],
      ],
      DeleteWebhook: [
        ['enum value', 'WebhookStatus.INACTIVE', expect.stringMatching(/deleteWebhook\.graphql:\d+:\d+$/)],
      ],
      UpdateResourceTag: [
        ['field', 'Mutation.updateResourceTag', expect.stringMatching(/updateResourceTag\.graphql:\d+:3$/)],
      ],
    })
    // Only the document is validated, not the type of a variable.
    expect(Object.keys(problems)).not.toContain('InviteUser')
    expect(problems['DeleteWebhook']).toHaveLength(1)
  })

  it('works without introspection', async () => {
    const { found, received } = await probed({ introspection: false }, someDocuments)
    expect(verdicts(found)).toMatchObject({ invalid: [], unknown: [] })
    expect(received.every(({ query = '' }) => !/__schema|__type\b/.test(query))).toBe(true)
  })

  it('sends no mutation if the organization cannot be read', async () => {
    await using sandbox = await createSandbox({ schema: without('Query.organization') })
    const found = await probing(sandbox, someDocuments)
    expect(sandbox.received.some(({ query = '' }) => query.startsWith('mutation'))).toBe(false)
    expect(outcomeOf(found)).toBe('invalid')
    const ofMutations = found.operations.filter(({ kind }) => kind === 'mutation')
    expect(new Set(ofMutations.map(({ reason }) => reason))).toEqual(new Set(['Not sent: the locks are not proven.']))
  })

  it('checks own operations with any root selection', async () => {
    const own = {
      'own.graphql': `query Own($yes: Boolean!, $labelboxOrgProbe: ID) {
  ...Root
  ... { user(where: { id: "x" }) { id } }
  kept: user @include(if: $yes) { id }
  other: user(where: { id: $labelboxOrgProbe }) @skip(if: $yes) { id }
}
fragment Root on Query { organization { id gone } }
mutation Tag { createResourceTag(input: { text: "a", color: "00ff00" }) { id } }
subscription Never { anything }
`,
    }
    const { found } = await probed({}, own)
    expect(found.operations).toMatchObject([
      {
        name: 'Own',
        verdict: 'invalid',
        problems: [
          { subject: 'variable', what: '$labelboxOrgProbe', place: { file: 'own.graphql', line: 1, column: 27 } },
          { subject: 'field', what: 'Organization.gone', place: { file: 'own.graphql', line: 7, column: 44 } },
        ],
      },
      { name: 'Tag', verdict: 'valid' },
      { name: 'Never', verdict: 'unknown' },
    ])
  })

  it('throws AUTHENTICATION for a rejected key', async () => {
    await using sandbox = await createSandbox()
    await expect(probing({ url: sandbox.url, apiKey: 'wrong' })).rejects.toMatchObject({ code: 'AUTHENTICATION' })
  })

  it('marks an operation as unknown after a failed request, and continues', async () => {
    await using sandbox = await createSandbox()
    sandbox.fail({ operationName: 'GetRoles', status: 429, headers: { 'retry-after': '1' } })
    sandbox.fail({ operationName: 'GetUserGroups', status: 502 })
    const found = await probing(sandbox, someDocuments)
    expect(verdicts(found)).toMatchObject({ invalid: [], unknown: ['GetRoles', 'GetUserGroups'] })
    expect(outcomeOf(found)).toBe('unknown')
  })

  // Outside a probe, the client would retry CancelInvite, because it is idempotent.
  it.each([
    ['InviteUser', 502, ['InviteUser']],
    ['CancelInvite', 502, ['CancelInvite']],
    // A 429 says that nothing ran.
    ['InviteUser', 429, []],
  ])('sends %s once and no further mutation after HTTP %d', async (name, status, mayHaveRun) => {
    await using sandbox = await createSandbox()
    sandbox.fail({ operationName: name, status, times: 10 })
    const found = await probing(sandbox, someDocuments, { baseDelayMs: 1 })
    expect(sandbox.received.filter(({ operationName }) => operationName === name)).toHaveLength(1)
    expect(sandbox.received.at(-1)?.operationName).toBe(name)
    expect(outcomeOf(found)).toBe('unlocked')
    expect(probeRecord(found).mayHaveRun).toEqual(mayHaveRun)
  })

  it('tests the locks with another mutation if one is missing, and sends none if all are', async () => {
    const gone = await probed({ schema: without('Mutation.updateProject') }, someDocuments)
    expect(verdicts(gone.found)).toMatchObject({ invalid: ['DeleteProject', 'UpdateProject'], unknown: [] })
    const all = await probed({ schema: without('Mutation.updateProject', 'Mutation.updateWebhook') }, someDocuments)
    expect(outcomeOf(all.found)).toBe('unlocked')
  })

  it('retries a query after a temporary error', async () => {
    await using sandbox = await createSandbox()
    sandbox.fail({ operationName: 'GetRoles', status: 502 })
    const found = await probing(sandbox, someDocuments, { baseDelayMs: 1 })
    expect(verdicts(found)).toMatchObject({ invalid: [], unknown: [] })
  })

  it('sends no mutation if there are only queries', async () => {
    const { received } = await probed({}, { 'own.graphql': 'query Own { user { id } }' })
    expect(received.filter(({ query = '' }) => query.startsWith('mutation'))).toEqual([])
  })
})
