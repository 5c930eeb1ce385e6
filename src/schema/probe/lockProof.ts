import { parse, type DocumentNode } from 'graphql'
import { isLabelboxError } from '../../core/errors.ts'
import { shortened } from '../reports/sentences.ts'
import { ask, hasData, type ApiResponse, type Path, type Send } from './response.ts'
import { missingVariable } from './validationMessage.ts'
import { judge, type Judgement } from './judgement.ts'
import { lockDocument } from './lockDocument.ts'

/** The result of testing the locks of an endpoint. */
export interface Proof {
  readonly path: Path
  /** Reasons why the locks do not hold; empty if both hold. */
  readonly locks: readonly string[]
  /** Reasons why a passing document is not proven valid; empty if the server rejects invalid documents. */
  readonly checks: readonly string[]
}

/**
 * Tests with queries, which change nothing, whether each lock holds on its own, and whether the server validates locked
 * documents. Stops at the first lock that fails.
 */
export async function proveLocks(send: Send, path: Path): Promise<Proof> {
  const asked = asker(send, path)
  const locks = await firstFailure(asked, trialsOfQueries)
  const checks: string[] = []
  for (const [what, document] of invalidQueries) {
    const judgement = await judged(asked, document)
    if (judgement.verdict === 'invalid') continue
    checks.push(`The server accepts ${what} that does not exist, so accepted documents are not proven valid.`)
    if (judgement.verdict === 'opened' && locks.length === 0) locks.push(judgement.reason)
  }
  return { path, locks, checks }
}

/**
 * Tests the same for mutations, which the server may handle differently. Each lock is tested on `__typename`, which
 * runs nothing. A gateway may answer that itself, so a mutation of the API follows with both locks and an id that does
 * not exist. Call this only after {@link proveLocks} succeeded; a failed request counts as unproven.
 */
export async function proveMutations(send: Send, path: Path): Promise<Proof> {
  const asked = asker(send, path)
  try {
    const locks = await firstFailure(asked, trialsOfMutations)
    if (locks.length > 0) return { path, locks, checks: [] }
    const judgement = await judged(asked, 'mutation LabelboxOrgMutationField { __typename labelboxOrgProbe }')
    if (judgement.verdict === 'opened') return { path, locks: [judgement.reason], checks: [] }
    const check =
      'The server accepts a mutation with a field that does not exist, so accepted mutations are not proven valid.'
    return {
      path,
      locks: await harmlessMutationFailures(asked, path),
      checks: judgement.verdict === 'invalid' ? [] : [check],
    }
  } catch (error) {
    if (!isLabelboxError(error) || error.code === 'ABORTED') throw error
    return { path, locks: [`The locks of mutations could not be tested: ${shortened(error.message)}`], checks: [] }
  }
}

/** Tests the first of {@link harmlessMutations} that the API has. */
async function harmlessMutationFailures(asked: Asked, path: Path): Promise<string[]> {
  for (const field of harmlessMutations[path]) {
    const judgement = await judged(asked, `mutation LabelboxOrgMutationOfNothing { ${field} { id } }`)
    if (judgement.verdict === 'valid') return []
    if (judgement.verdict !== 'invalid')
      return [`A locked mutation with an id that does not exist: ${judgement.reason}`]
  }
  return ['The API has none of the mutations that the test needs.']
}

type Asked = (document: DocumentNode, variables?: Readonly<Record<string, unknown>>) => Promise<ApiResponse>

const asker =
  (send: Send, path: Path): Asked =>
  (document, variables) =>
    ask(send, path, document, variables)

/** The reason of the first failed trial. */
async function firstFailure(asked: Asked, trials: readonly Trial[]): Promise<string[]> {
  for (const { document, variables, failed } of trials) {
    const reason = failed(await asked(document, variables))
    if (reason !== undefined) return [reason]
  }
  return []
}

async function judged(asked: Asked, text: string): Promise<Judgement> {
  const locked = lockDocument(parse(text))
  return judge(locked, await asked(locked.document))
}

interface Trial {
  readonly document: DocumentNode
  readonly variables?: Readonly<Record<string, unknown>>
  /** The reason why the response shows that the lock does not hold. */
  readonly failed: (response: ApiResponse) => string | undefined
}

/** An operation without locks has to run: a server that runs nothing would pass the other trials. */
const unlocked = (kind: Kind, text: string, isAnswered: (response: ApiResponse) => boolean): Trial => ({
  document: parse(text),
  failed: (response) =>
    isAnswered(response)
      ? undefined
      : `A ${kind} without locks does not run, so the locks cannot be tested: ${firstMessage(response)}`,
})

/**
 * Only the variable. The first field would be resolved by a server that checks variables where they are used, the last
 * one by a server that treats a missing variable as false.
 */
const byVariable = (kind: Kind, text: string): Trial => ({
  document: parse(text),
  failed: (response) => {
    if (hasData(response)) return `A ${kind} without its required variable runs.`
    const { errors } = response
    const isRefused =
      errors.length > 0 &&
      errors.every(({ message, path = [] }) => missingVariable(message) === 'labelboxOrgProbe' && path.length === 0)
    return isRefused
      ? undefined
      : `A ${kind} without its required variable is not rejected for that: ${firstMessage(response)}`
  },
})

/** Only the directive, in both forms; the variable is sent and would let everything run. */
const bySkip = (kind: Kind, text: string): Trial => ({
  document: lockDocument(parse(text)).document,
  variables: { labelboxOrgProbe: true },
  failed: (response) => {
    const { data, errors } = response
    if (typeof data === 'object' && data !== null && Object.keys(data).length === 0 && errors.length === 0)
      return undefined
    return hasData(response)
      ? `A ${kind} with all fields skipped runs.`
      : `A ${kind} with all fields skipped does not return an empty result: ${firstMessage(response)}`
  },
})

type Kind = 'query' | 'mutation'

/** Every key can read the organization, and it is the most stable field of the API. */
const trialsOfQueries: readonly Trial[] = [
  unlocked('query', 'query LabelboxOrgUnlocked { organization { id } }', (response) => isOrganization(response)),
  byVariable(
    'query',
    'query LabelboxOrgVariableLock($labelboxOrgProbe: Boolean!) { first: organization { id } last: organization { id @skip(if: $labelboxOrgProbe) } }',
  ),
  bySkip(
    'query',
    'query LabelboxOrgSkipLock($no: Boolean = false) { organization { id } other: organization @skip(if: $no) { id } }',
  ),
]

const trialsOfMutations: readonly Trial[] = [
  unlocked('mutation', 'mutation LabelboxOrgMutation { __typename }', ({ data, errors }) => {
    const { __typename: name } = (data ?? {}) as { readonly __typename?: unknown }
    return typeof name === 'string' && errors.length === 0
  }),
  byVariable(
    'mutation',
    'mutation LabelboxOrgMutationVariableLock($labelboxOrgProbe: Boolean!) { first: __typename last: __typename @skip(if: $labelboxOrgProbe) }',
  ),
  bySkip(
    'mutation',
    'mutation LabelboxOrgMutationSkipLock($no: Boolean = false) { __typename other: __typename @skip(if: $no) }',
  ),
]

/** Mutations that change nothing even if they run, because the id does not exist. */
const harmlessMutations: Readonly<Record<Path, readonly string[]>> = {
  public: [
    'updateProject(where: { id: "labelboxOrgProbe" }, data: {})',
    'updateWebhook(where: { id: "labelboxOrgProbe" }, data: {})',
  ],
  experimental: [
    'cancelInvite(where: { id: "labelboxOrgProbe" })',
    'setDefaultIamIntegration(where: { id: "labelboxOrgProbe" })',
  ],
}

/** Each has one part that cannot exist. */
const invalidQueries: readonly (readonly [what: string, document: string])[] = [
  ['a field', 'query LabelboxOrgField { organization { labelboxOrgProbe } }'],
  ['an argument', 'query LabelboxOrgArgument { organization { id projects(labelboxOrgProbe: 1) { id } } }'],
  ['a member of an input', 'query LabelboxOrgInput { user(where: { id: "0", labelboxOrgProbe: 1 }) { id } }'],
]

const isOrganization = ({ data, errors }: ApiResponse): boolean => {
  const { organization } = (data ?? {}) as { readonly organization?: { readonly id?: unknown } | null }
  return typeof organization?.id === 'string' && errors.length === 0
}

const firstMessage = ({ errors: [first], error }: ApiResponse): string =>
  shortened(first?.message ?? error?.message ?? 'the response is empty.')
