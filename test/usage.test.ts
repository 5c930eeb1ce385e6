import { readdirSync, readFileSync } from 'node:fs'
import { Labelbox, type Organization } from 'labelbox-org'
import { createSandbox, type Fault, type Sandbox } from '@labelbox-org/tools/sandbox'
import { Kind, parse, visit } from 'graphql'
import ts from 'typescript'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { Paginated } from '../src/lists/paginated.ts'
import * as usage from '../src/organization/usage.ts'
import { changes, makeRecords, reads, type Records } from './support/everyMethod.ts'
import { operations } from './support/roads.ts'

let sandbox: Sandbox
let records: Records
/** A user group with a member. */
let withMember: string
/** The address of another member. */
let otherMember: string
let otherMemberId: string

beforeAll(async () => {
  sandbox = await createSandbox({ users: 6, projects: 1, seats: 1000 })
  records = await makeRecords(sandbox, client())
  const organization = await client().getOrganization()
  const users = await organization.users({ orderBy: 'createdAt_DESC' }).firstPage()
  const other = users.find(({ email }) => email !== records.memberEmail)
  otherMember = other?.email ?? ''
  otherMemberId = other?.id ?? ''
  const members = [{ user: records.memberEmail, role: 'REVIEWER' }]
  withMember = (await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', members })).id
})

afterAll(() => sandbox.close())

afterEach(() => {
  vi.unstubAllGlobals()
  sandbox.setFaults([])
  isTwice = false
})

/** A client that has loaded neither roles nor the current user. */
const client = (headers?: Readonly<Record<string, string>>): Labelbox =>
  new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey, retry: { baseDelayMs: 1 }, fetch: maybeTwice, headers })

/** Sent by clients whose operations do not count. */
const uncounted = { 'x-uncounted': 'yes' }

/** Returns the operations from an index on, without those of such clients. */
const counted = (after: number): readonly (string | undefined)[] =>
  operations(sandbox).filter(
    (_, index) => index >= after && !('x-uncounted' in (sandbox.received[index]?.headers ?? {})),
  )

/** Whether `fetch` sends invites twice, as browsers may. */
let isTwice = false

const maybeTwice: typeof fetch = async (input, init) => {
  if (isTwice && (init?.body as string).includes('mutation InviteUser')) await (await fetch(input, init)).text()
  return fetch(input, init)
}

type Call = (organization: Organization, records: Records) => unknown

const azure = {
  provider: 'Azure',
  name: 'z',
  readContainerUrl: 'https://account.blob.core.windows.net/images',
  tenantId: 't',
} as const
const aws = { provider: 'AWS', name: 'a', roleArn: 'arn:aws:iam::123456789012:role/labelbox' } as const
const webhook = { url: 'https://example.com/', topics: ['LABEL_CREATED'], secret: 'secret' } as const
const lost: Fault = { kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser' }

/** Has the sandbox refuse the next document of an operation. */
const refuseArgument = (operationName: string, argument: string): void => {
  const errors = [{ message: `Unknown argument "${argument}".`, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]
  sandbox.fail({ operationName, status: 400, body: { errors } })
}

/** The ways of a method that its call in `everyMethod.ts` does not take. */
const variants: Readonly<Record<string, readonly Call[]>> = {
  getInvites: [(organization, { projectId }) => organization.getInvites({ project: projectId })],
  createWebhook: [(organization) => organization.createWebhook(webhook)],
  updateWebhook: [
    (organization, { webhookId }) => organization.updateWebhook(webhookId, { topics: ['LABEL_DELETED'] }),
  ],
  createIamIntegration: [
    (organization) => organization.createIamIntegration(azure),
    (organization) => organization.createIamIntegration(aws),
  ],
  updateIamIntegration: (['Azure', 'GCP'] as const).map(
    (provider): Call =>
      (organization) =>
        organization.updateIamIntegration(sandbox.addIamIntegration({ provider }), { name: 'new' }),
  ),
  getMemberProjects: [
    (organization, { memberEmail }) => {
      refuseArgument('GetMemberProjects', 'where')
      return organization.getMemberProjects(memberEmail)
    },
  ],
  updateResourceTag: [
    (organization, { tagId }) => {
      refuseArgument('UpdateResourceTag', 'input')
      return organization.updateResourceTag(tagId, { text: 'newest' })
    },
  ],
  removeUsers: [(organization) => organization.removeUsers([{ user: otherMember }])],
  report: [
    (organization) => organization.report({ validate: true }),
    async (organization) => {
      const own = await organization.getMembers().first()
      const keys = { apiKeys: [{ id: 'k1', userId: own?.id }], apiKeysOtherUsers: [{ id: 'k2', userId: 'user-gone' }] }
      sandbox.fail({ operationName: 'GetApiKeys', status: 200, body: { data: { user: { id: own?.id, ...keys } } } })
      return organization.report()
    },
  ],
  getUserGroup: [(organization) => organization.getUserGroup(withMember)],
  getGroupMembers: [
    async (organization) => {
      const members = { nodes: [], totalCount: 1, userGroupRoles: [{ userId: 'user-x', roleId: 'role-x' }] }
      const body = { data: { userGroupV2: { id: withMember, members } } }
      sandbox.fail({ operationName: 'GetGroupMembers', status: 200, body })
      return organization.getGroupMembers(withMember).toArray({ limit: Infinity })
    },
  ],
  addGroupMembers: [
    (organization) => {
      refuseArgument('AddGroupMembers', 'groupIds')
      return organization.addGroupMembers(withMember, [{ user: otherMember, role: 'LABELER' }])
    },
  ],
  removeGroupMembers: [
    async (organization, { memberEmail }) => {
      refuseArgument('RemoveGroupMembers', 'groupId')
      const leaving = [memberEmail, otherMemberId]
      await organization.removeGroupMembers(withMember, leaving)
      return organization.removeGroupMembers(withMember, leaving)
    },
  ],
  inviteUser: [
    (organization) => organization.inviteUser({ email: 'b@example.com', role: 'LABELER' }),
    (organization) => organization.inviteUser({ email: 'b@example.com', role: 'REVIEWER' }, { ifInvited: 'replace' }),
  ],
  inviteUsers: [
    (organization) => {
      sandbox.setFaults([lost])
      return organization.inviteUsers([{ email: 'c@example.com', role: 'LABELER' }])
    },
    async (organization) => {
      sandbox.setFaults([{ kind: 'slow-body', delayMs: 300, operationName: 'InviteLimit' }])
      const row = { email: 'd@example.com', role: 'LABELER' }
      const other = await client(uncounted).getOrganization()
      return Promise.all([organization.inviteUsers([row]), other.inviteUser(row)])
    },
    (organization) => {
      vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0' })
      isTwice = true
      return organization.inviteUsers([{ email: 'e@example.com', role: 'LABELER' }])
    },
  ],
}

it.each(Object.entries({ ...reads, ...changes }))(
  '%s sends the operations and filters of its rows, and no others',
  async (method, call) => {
    const sent = new Set<string | undefined>()
    const filters = new Set<string>()
    for (const each of [...(variants[method] ?? []), call]) {
      await restore()
      const organization = await client().getOrganization()
      const before = operations(sandbox).length
      const given = each(organization, records, undefined)
      await (given instanceof Paginated ? given.firstPage() : given)
      for (const operation of counted(before)) sent.add(operation)
      for (const { query = '' } of sandbox.received.slice(before)) filtersIn(query).forEach((each) => filters.add(each))
      sandbox.setFaults([])
      vi.unstubAllGlobals()
      isTwice = false
    }

    expect([...sent].sort()).toEqual([...(usage.operationsOf[`Organization.${method}`] ?? [])].sort())
    const rows = Object.entries(usage.filters).filter(([, methods]) => methods.includes(`Organization.${method}`))
    expect([...filters].sort()).toEqual(rows.flatMap(([name]) => (name.includes('.') ? name : [])).sort())
  },
)

it.each(['getOrganization', 'getUser'] as const)(
  'labelbox.%s sends the operation of its row, and no other',
  async (method) => {
    const before = operations(sandbox).length
    await client()[method]()

    expect(counted(before)).toEqual(usage.operationsOf[`Labelbox.${method}`])
  },
)

/** The filters that a document writes into a list: `users.where.email`. */
function filtersIn(query: string): readonly string[] {
  const found: string[] = []
  visit(parse(query), {
    Field: ({ name, arguments: given = [] }) => {
      const where = given.find((argument) => argument.name.value === 'where')
      if (where === undefined || !['users', 'projects'].includes(name.value)) return
      visit(where, {
        ObjectField: (field) => {
          if (field.value.kind === Kind.VARIABLE) found.push(`${name.value}.where.${field.name.value}`)
        },
      })
    },
  })
  return found
}

/** Undoes what methods before have done to the records that all share. */
async function restore(): Promise<void> {
  const organization = await client().getOrganization()
  await organization.updateOrganizationRole(records.memberEmail, 'NONE').catch(() => undefined)
  await organization.inviteUser({ email: records.invited, role: 'LABELER' }, { ifInvited: 'return' })
}

it('every method has a row, and every operation is sent by a method', () => {
  const methods = Object.keys({ ...reads, ...changes }).map((name) => `Organization.${name}`)
  const files = readdirSync('graphql/operations').map((file) => file.replace(/\.graphql$/, '').toLowerCase())

  expect(Object.keys(usage.operationsOf).sort()).toEqual(
    [...methods, 'Labelbox.getOrganization', 'Labelbox.getUser'].sort(),
  )
  expect(
    Object.keys(usage.methods)
      .map((name) => name.toLowerCase())
      .sort(),
  ).toEqual(files.sort())
})

it('the exported types are made of the generated types of their rows, and of no others', () => {
  expect(generatedTypesOf('src/index.ts')).toEqual(
    Object.fromEntries(Object.entries(usage.types).map(([name, types]) => [name, [...types].sort()])),
  )
}, 60_000)

/** References to a record, which stay as they are when its other fields change. */
const isPicked = ({ aliasSymbol, aliasTypeArguments }: ts.Type): boolean =>
  aliasSymbol?.name === 'Pick' || (aliasSymbol?.name === 'Partial' && aliasTypeArguments?.some(isPicked) === true)

/** The keys that lead to a node from the type that it is part of. */
const pathOf = (node: ts.Node): readonly string[] => {
  if (ts.isSourceFile(node)) return []
  return [...pathOf(node.parent), ...(ts.isPropertySignature(node) ? [node.name.getText()] : [])]
}

/** Reads, by generated type, the exported types that have one of its fields or name it. */
function generatedTypesOf(entry: string): Readonly<Record<string, readonly string[]>> {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
  const program = ts.createProgram([entry], options)
  const checker = program.getTypeChecker()
  const generated = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('generated/operations.ts'))
  const source = program.getSourceFile(entry)
  const module = source && checker.getSymbolAtLocation(source)
  const found: Record<string, string[]> = {}
  for (const exported of module ? checker.getExportsOfModule(module) : []) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const isType = symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)
    // A generated type that the entry exports is not made of itself.
    if (!isType || symbol.declarations?.some((each) => each.getSourceFile() === generated)) continue
    const names = new Map<string, readonly string[] | undefined>()
    const seen = new Set<ts.Type | ts.Node>()
    /** Keeps what all paths into a type begin with. A type that is only named has none. */
    const note = (name: string, path: readonly string[] | undefined): void => {
      const known = names.get(name)
      const differs = known?.findIndex((key, index) => key !== path?.[index]) ?? -1
      names.set(
        name,
        known === undefined || path === undefined || differs === -1 ? (known ?? path) : known.slice(0, differs),
      )
    }
    const visitType = (type: ts.Type): void => {
      if (seen.has(type) || isPicked(type)) return
      seen.add(type)
      if (type.isUnionOrIntersection()) type.types.forEach(visitType)
      for (const signature of type.getCallSignatures()) visitType(signature.getReturnType())
      if (type.getCallSignatures().length > 0) return
      for (const argument of checker.getTypeArguments(type as ts.TypeReference)) visitType(argument)
      for (const property of type.flags & ts.TypeFlags.Object ? checker.getPropertiesOfType(type) : []) {
        const declarations = property.declarations ?? []
        declarations.forEach(visitNode)
        if (declarations.some((each) => /\/(src|generated)\//.test(each.getSourceFile().fileName))) {
          visitType(checker.getTypeOfSymbol(property))
        }
      }
    }
    /** Names the type that a node of the generated file is part of, and those that it refers to. */
    const visitNode = (node: ts.Node): void => {
      if (seen.has(node)) return
      seen.add(node)
      let top = node
      while (!ts.isSourceFile(top.parent)) top = top.parent
      if (node.getSourceFile() === generated && ts.isTypeAliasDeclaration(top)) note(top.name.text, pathOf(node.parent))
      const references = (each: ts.Node): void => {
        if (ts.isTypeReferenceNode(each) && each.typeName.getText() !== 'Pick') {
          const target = checker.getSymbolAtLocation(each.typeName)
          const real = target && target.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(target) : target
          if (real?.declarations?.some((declaration) => declaration.getSourceFile() === generated))
            note(real.name, undefined)
        }
        if (!(ts.isPropertySignature(each) && each !== node)) ts.forEachChild(each, references)
      }
      references(node)
    }
    symbol.declarations?.forEach(visitNode)
    visitType(checker.getDeclaredTypeOfSymbol(symbol))
    names.delete('Open')
    for (const [name, path = []] of names) (found[[name, ...path].join('.')] ??= []).push(exported.name)
  }
  for (const types of Object.values(found)) types.sort()
  return found
}
