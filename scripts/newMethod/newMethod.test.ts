import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import ts from 'typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'
import config from '../../codegen.ts'
import { isLong } from '../../test/support/long.ts'
import { writeNewMethod } from './newMethod.ts'

/** A copy of the repository's sources, whose schema has root fields that no operation uses. */
const copy = mkdtempSync(join(tmpdir(), 'labelbox-org-new-method-'))
const repository = process.cwd()
const read = (name: string): string => readFileSync(join(copy, name), 'utf8')

const roots = {
  Query: `
  """What happened, newest first."""
  organizationActivity(first: Int, after: ID): ActivityPage
  activity(where: ActivityWhereUniqueInput!): Activity
  activities(kind: ActivityKind!, skip: Int, first: PageSize): [Activity!]
  activityKinds: [ActivityCount!]
  activityTotal: Int`,
  Mutation: `
  recordActivity(data: RecordActivityInput!): Activity
  forgetActivity(id: ID!): Boolean`,
}

const types = `
type ActivityPage { nodes: [Activity!] nextCursor: ID totalCount: Int }
type Activity { id: ID! kind: ActivityKind at: DateTime user: User page(of: Int!): ActivityPage }
type ActivityCount { kind: ActivityKind count: Int }
enum ActivityKind { INVITED REMOVED }
input ActivityWhereUniqueInput { id: ID! }
input RecordActivityInput { kind: ActivityKind! user: ActivityWhereUniqueInput! note: String }
`

beforeAll(() => {
  const parts = [
    'graphql',
    'generated',
    'src',
    'test/support',
    'examples/tour',
    'examples/tour.ts',
    'docs/guide/resources.md',
  ]
  for (const part of [...parts, 'package.json', 'tsconfig.json', '.prettierrc.json']) {
    cpSync(part, join(copy, part), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  const sdl = Object.entries(roots).reduce(
    (text, [type, fields]) => text.replace(`type ${type} {`, `type ${type} {${fields}`),
    read('graphql/schema.graphql'),
  )
  writeFileSync(join(copy, 'graphql/schema.graphql'), sdl + types)
  process.chdir(copy)
})

afterAll(() => {
  process.chdir(repository)
  rmSync(copy, { recursive: true, force: true })
})

it('refuses a root field that the schema lacks, a wrong name, and a method that exists', async () => {
  const before = read('src/index.ts')

  await expect(writeNewMethod('nothing', {})).rejects.toThrow(/no root field nothing.*schema:pull -- --add nothing/)
  await expect(writeNewMethod('activity', { method: 'Get-it' })).rejects.toThrow('Get-it is not a name')
  await expect(writeNewMethod('activity', { method: 'getUser' })).rejects.toThrow(/getUser\.graphql exists/)
  await expect(writeNewMethod('activity', { method: 'inviteUsers' })).rejects.toThrow(
    'organization.inviteUsers() exists',
  )
  await expect(writeNewMethod('activity', { method: 'members', resource: 'members' })).rejects.toThrow(
    'src/organization/members/members.ts exists',
  )
  await expect(writeNewMethod('activity', { method: 'lookups' })).rejects.toThrow(
    'src/sandbox/resolvers/lookups.ts exists',
  )
  expect(read('src/index.ts')).toBe(before)
})

it('writes methods of each shape, which compile, and a mark for everything that is left to do', async () => {
  const files = new Set<string>()
  const all = [
    ...Object.values(roots)
      .join('')
      .matchAll(/^ {2}(\w+)(?=[(:])/gm),
  ].map(([, name = '']) => name)
  const fields = isLong ? all : ['organizationActivity', 'activityKinds', 'recordActivity']
  for (const field of fields) {
    for (const file of await writeNewMethod(field, { resource: 'activity' })) files.add(file)
  }

  expect(read('graphql/operations/organizationActivity.graphql')).toContain(`# What happened, newest first.
# Source: TODO`)
  expect(read('graphql/operations/organizationActivity.graphql')).toContain(`
query OrganizationActivity($first: Int, $after: ID) {
  organizationActivity(first: $first, after: $after) {
    nodes {
      ...Activity
    }
    nextCursor
    totalCount
  }
}
`)
  expect(read('graphql/fragments/activity.graphql')).toBe(`fragment Activity on Activity {
  id
  kind
  at
  user {
    id
    email
    name
  }
}
`)
  expect(read('graphql/operations/recordActivity.graphql')).toContain('left out: data.note.')
  expect(read('graphql/operations/recordActivity.graphql')).toContain(`
mutation RecordActivity($kind: ActivityKind!, $id: ID!) {
  recordActivity(data: { kind: $kind, user: { id: $id } }) {
    ...Activity
  }
}
`)
  const organization = read('src/organization/organization.ts')
  for (const signature of [
    'organizationActivity(options?: PageOptions): Paginated<Activity>',
    'activity(id: string, options?: RequestOptions): Promise<Activity>',
    'activities(input: ActivitiesInput, options?: PageOptions): Paginated<Activity>',
    'activityKinds(options?: RequestOptions): Promise<readonly ActivityCount[]>',
    'recordActivity(input: RecordActivityInput, options?: RequestOptions): Promise<Activity>',
    'forgetActivity(id: string, options?: RequestOptions): Promise<void>',
  ]) {
    const isWritten = fields.includes(/^\w+/.exec(signature)?.[0] ?? '')
    expect(organization.includes(`  ${signature} {\n`), signature).toBe(isWritten)
  }
  const usage = read('src/organization/usage.ts')
  expect(usage).toContain("'Organization.organizationActivity': ['OrganizationActivity'],")
  expect(usage).toContain("  'ActivityKindsQuery.activityKinds': ['ActivityCount'],")
  expect(usage).toContain("  ActivityFragment: ['Activity'],")
  const marked = [
    '.changeset/record-activity.md',
    'examples/tour/activity.ts',
    'src/organization/activity/recordActivity.test.ts',
  ]
  for (const file of [...marked, 'src/sandbox/resolvers/recordActivity.ts']) expect(read(file), file).toContain('TODO')
  expect(read('docs/guide/resources.md')).toContain('| `organization.organizationActivity()` ')

  if (!isLong) return
  await generate({ ...config, silent: true })
  expect(complaints([...files])).toEqual([])
}, 120_000)

it('keeps what the sandbox answers already', async () => {
  const before = ['src/sandbox/resolvers/index.ts', 'src/sandbox/schema/everyField.test.ts'].map(read)
  const files = await writeNewMethod('setUserAccess', {})

  expect(files).toContain('src/organization/setUserAccess/setUserAccess.ts')
  expect(files.filter((file) => file.startsWith('src/sandbox/'))).toEqual([])
  expect(['src/sandbox/resolvers/index.ts', 'src/sandbox/schema/everyField.test.ts'].map(read)).toEqual(before)
})

/** What the type checker says of files, and of those that they import. */
function complaints(files: readonly string[]): readonly string[] {
  const { config: read } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')) as {
    config: object
  }
  const { options } = ts.parseJsonConfigFileContent(read, ts.sys, copy)
  const sources = files.filter((file) => file.endsWith('.ts') && existsSync(file))
  const program = ts.createProgram(sources, { ...options, noEmit: true })
  return sources.flatMap((file) => {
    const source = program.getSourceFile(file)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })
}
