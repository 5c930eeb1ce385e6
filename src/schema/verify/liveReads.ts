import { Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql'
import { isLabelboxError, type LabelboxError } from '../../core/errors.ts'
import { ask, hasData, type ApiResponse, type Send } from '../probe/response.ts'
import type { Probe, Target } from '../probe/probe.ts'
import { observe, withTypeNames, type Observations } from './observations.ts'

/** The outcome of a read-only operation. */
export interface Reading {
  readonly name: string
  readonly outcome: 'answered' | 'refused' | 'not sent'
}

/** Operations that need an id from an earlier response. */
const requiredIds: Readonly<Record<string, 'user' | 'project' | 'group' | 'organization'>> = {
  GetMember: 'user',
  GetProject: 'project',
  GetProjectInvites: 'project',
  GetProjectMembers: 'project',
  GetProjectTags: 'project',
  GetUserGroup: 'group',
  InviteLimit: 'organization',
}

/** Runs the queries that the API accepts, those that provide ids first, and observes the responses. */
export async function runQueries(
  send: Send,
  schema: GraphQLSchema,
  targets: readonly Target[],
  { operations }: Probe,
  into: Observations,
): Promise<Reading[]> {
  const valid = new Set(operations.filter(({ verdict }) => verdict === 'valid').map(({ name }) => name))
  const queries = targets.filter(({ definition: { kind, name } }) => kind === 'query' && valid.has(name))
  const ids: Partial<Record<string, string>> = {}
  const readings: Reading[] = []
  const sorted = [
    ...queries.filter(({ definition }) => !(definition.name in requiredIds)),
    ...queries.filter(({ definition }) => definition.name in requiredIds),
  ]
  for (const { definition, document, path } of sorted) {
    const { name } = definition
    const need = requiredIds[name]
    const id = need && ids[need]
    if (need !== undefined && id === undefined) {
      readings.push({ name, outcome: 'not sent' })
      continue
    }
    const known = withTypeNames(document)
    const variables = need === undefined ? {} : need === 'organization' ? { organizationId: id } : { id }
    const response = await unlessRefused(() => ask(send, path, known, { ...variables, ...pageOf(document) }))
    if (response !== undefined && hasData(response)) {
      observe(into, schema, known, response.data)
      noteIds(response.data, ids)
    }
    readings.push({ name, outcome: response !== undefined && hasData(response) ? 'answered' : 'refused' })
  }
  return readings
}

/** A small page, for operations with paging. */
const pageOf = ({ definitions }: DocumentNode) => {
  const declared = definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : [],
  )
  return declared.some(({ variable }) => variable.name.value === 'first') ? { first: 10 } : {}
}

/** Keeps the first id of each kind. */
function noteIds(data: unknown, ids: Partial<Record<string, string>>): void {
  const at = (...path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null | undefined)?.[key], data)
  const found = {
    organization: at('organization', 'id'),
    user: at('user', 'id'),
    project: at('organization', 'projects', 0, 'id'),
    group: at('userGroupsV2', 'nodes', 0, 'id'),
  }
  for (const [kind, id] of Object.entries(found)) if (typeof id === 'string') ids[kind] ??= id
}

/** The largest page of a list. */
export interface PageCap {
  readonly list: string
  /** Undefined if the whole list fits on one page, or no page was returned. */
  readonly cap: number | undefined
}

/** Number of rows; undefined if the response says nothing about the page size. */
type Page = (first: number, skip: number) => Promise<number | 'refused' | undefined>

/** Larger than any likely limit. */
const largestRequest = 1000

/** Finds the largest page that each list returns or accepts. */
export async function pageCaps(send: Send): Promise<PageCap[]> {
  const caps: PageCap[] = []
  for (const list of ['users', 'projects']) {
    const page: Page = async (first, skip) => {
      // Literals, because the type of `first` is not known.
      const text = `query LabelboxOrgPage { organization { id ${list}(first: ${first}, skip: ${skip}) { id } } }`
      const response = await unlessRefused(() => ask(send, 'public', parse(text)))
      const { organization } = (response?.data ?? {}) as { readonly organization?: Record<string, unknown> | null }
      const rows = organization?.[list]
      if (Array.isArray(rows)) return rows.length
      // A temporary error says nothing about the page size.
      return response?.error?.retryable === false ? 'refused' : undefined
    }
    caps.push({ list: `Organization.${list}`, cap: await capOf(page) })
  }
  return caps
}

async function capOf(page: Page): Promise<number | undefined> {
  let [most, refused] = [0, largestRequest + 1]
  let came = 0
  // Tries the largest page first, and searches for the limit only if it is rejected.
  for (let first = largestRequest; refused - most > 1; first = Math.floor((most + refused) / 2)) {
    const rows = await page(first, 0)
    if (rows === undefined) return undefined
    if (rows === 'refused') refused = first
    else [most, came] = [first, rows]
  }
  const behind = came > 0 ? await page(1, came) : 0
  if (typeof behind === 'number' && behind > 0) return came
  return most > 0 && refused <= largestRequest ? most : undefined
}

/** The error that the API returns for a faulty request. */
export interface Envelope {
  readonly of: string
  /** Expected code. */
  readonly expected: string
  readonly code: string | undefined
  readonly status: number | undefined
  readonly members: readonly string[]
}

/** Sends faulty queries on purpose. `stranger` sends with an invalid key. */
export async function envelopes(send: Send, stranger: Send): Promise<Envelope[]> {
  const user = 'query LabelboxOrgError($id: ID!) { user(where: { id: $id }) { id } }'
  const cases: readonly (readonly [string, string, () => Promise<ApiResponse>])[] = [
    [
      'an unknown field',
      'GRAPHQL_VALIDATION_FAILED',
      () => ask(send, 'public', parse('{ organization { labelboxOrgProbe } }')),
    ],
    ['text that is not GraphQL', 'GRAPHQL_PARSE_FAILED', () => ask(send, 'public', unparsableDocument)],
    ['a missing variable', 'BAD_USER_INPUT', () => ask(send, 'public', parse(user))],
    [
      'an id that does not exist',
      'RESOURCE_NOT_FOUND',
      () => ask(send, 'public', parse(user), { id: 'labelboxOrgProbe' }),
    ],
    ['an invalid key', 'AUTHENTICATION_ERROR', () => ask(stranger, 'public', parse('{ organization { id } }'))],
  ]
  const found: Envelope[] = []
  for (const [of, expected, run] of cases) found.push({ of, expected, ...(await envelopeOf(run)) })
  return found
}

async function envelopeOf(run: () => Promise<ApiResponse>): Promise<Omit<Envelope, 'of' | 'expected'>> {
  let error: LabelboxError | undefined
  try {
    error = (await run()).error
  } catch (thrown) {
    if (!isLabelboxError(thrown) || thrown.code === 'ABORTED') throw thrown
    error = thrown
  }
  const [entry] = error?.graphQLErrors ?? []
  const code: unknown = entry?.extensions['code']
  // Only known members are reported: other names may contain anything.
  const members = ['locations', 'path', 'extensions'].filter((name) => entry !== undefined && name in entry)
  return { code: typeof code === 'string' ? code : undefined, status: error?.status, members }
}

/** A document that prints as invalid GraphQL. */
const unparsableDocument: DocumentNode = {
  kind: Kind.DOCUMENT,
  definitions: [
    {
      kind: Kind.OPERATION_DEFINITION,
      operation: 'query' as never,
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '%' } }],
      },
    },
  ],
}

async function unlessRefused<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run()
  } catch (error) {
    if (!isLabelboxError(error) || error.code === 'ABORTED') throw error
    return undefined
  }
}
