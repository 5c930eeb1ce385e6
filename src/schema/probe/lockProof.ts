import { parse, type DocumentNode } from 'graphql'
import { isLabelboxError } from '../../core/errors.ts'
import { shortened } from '../reports/sentences.ts'
import { ask, hasData, type ApiResponse, type Path, type Send } from './response.ts'
import { missingVariable } from './validationMessage.ts'
import { judge, type Judgement } from './judgement.ts'
import { lockDocument } from './lockDocument.ts'

/** What was found out about a path before anything is asked of it that matters. */
export interface Proof {
  readonly path: Path
  /** Why the locks do not hold there, one sentence for each thing; empty where both do. */
  readonly locks: readonly string[]
  /** Why what passes there is not proven to be valid; empty where the server refuses what it should. */
  readonly checks: readonly string[]
}

/**
 * Finds out by queries, which change nothing, whether each lock holds by itself on a path, and whether a locked document
 * is checked at all. In this order, and the locks are given up at the first that fails.
 */
export async function proveLocks(send: Send, path: Path): Promise<Proof> {
  const asked = asker(send, path)
  const locks = await firstFailure(asked, trialsOfQueries)
  const checks: string[] = []
  for (const [what, document] of invalidQueries) {
    const judgement = await judged(asked, document)
    if (judgement.verdict === 'invalid') continue
    checks.push(`A document with ${what} that can not exist is not refused, so nothing is known of what passes.`)
    if (judgement.verdict === 'opened' && locks.length === 0) locks.push(judgement.reason)
  }
  return { path, locks, checks }
}

/**
 * Finds out the same of mutations, which may go another way than queries behind the path. Each lock is proven on
 * `__typename` alone, which no server carries out. As a gateway may answer that by itself, a field of the API follows
 * under both locks, and names what can not be there: carried out, it changes nothing. For where {@link proveLocks} has found
 * nothing against the path; what can not be asked is not proven.
 */
export async function proveMutations(send: Send, path: Path): Promise<Proof> {
  const asked = asker(send, path)
  try {
    const locks = await firstFailure(asked, trialsOfMutations)
    if (locks.length > 0) return { path, locks, checks: [] }
    const judgement = await judged(asked, 'mutation LabelboxOrgMutationField { __typename labelboxOrgProbe }')
    if (judgement.verdict === 'opened') return { path, locks: [judgement.reason], checks: [] }
    const check = 'A mutation with a field that can not exist is not refused, so nothing is known of what passes.'
    return {
      path,
      locks: await harmlessMutationFailures(asked, path),
      checks: judgement.verdict === 'invalid' ? [] : [check],
    }
  } catch (error) {
    if (!isLabelboxError(error) || error.code === 'ABORTED') throw error
    return { path, locks: [`Whether a mutation is locked could not be asked: ${shortened(error.message)}`], checks: [] }
  }
}

/** Why a field of the API is not known to be locked: by the first of {@link harmlessMutations} that the API has. */
async function harmlessMutationFailures(asked: Asked, path: Path): Promise<string[]> {
  for (const field of harmlessMutations[path]) {
    const judgement = await judged(asked, `mutation LabelboxOrgMutationOfNothing { ${field} { id } }`)
    if (judgement.verdict === 'valid') return []
    if (judgement.verdict !== 'invalid') return [`A locked mutation of what does not exist: ${judgement.reason}`]
  }
  return ['The API has no mutation that could be asked of what does not exist.']
}

type Asked = (document: DocumentNode, variables?: Readonly<Record<string, unknown>>) => Promise<ApiResponse>

const asker =
  (send: Send, path: Path): Asked =>
  (document, variables) =>
    ask(send, path, document, variables)

/** The first trial that fails, if one does. */
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
  /** Why the answer is not that of a server which honours the lock. */
  readonly failed: (answer: ApiResponse) => string | undefined
}

/** What a server does with an operation that has no locks: one that carries nothing out at all would pass the others. */
const unlocked = (kind: Kind, text: string, isAnswered: (answer: ApiResponse) => boolean): Trial => ({
  document: parse(text),
  failed: (answer) =>
    isAnswered(answer)
      ? undefined
      : `A ${kind} without locks is not answered, so there is nothing to prove: ${firstMessage(answer)}`,
})

/**
 * The variable alone. The field before the one that it decides about would be answered by a server that looks at
 * variables only where they are used, and that one by a server which takes a missing one for false.
 */
const byVariable = (kind: Kind, text: string): Trial => ({
  document: parse(text),
  failed: (answer) => {
    if (hasData(answer)) return `A ${kind} whose required variable is missing is carried out.`
    const { errors } = answer
    const isRefused =
      errors.length > 0 &&
      errors.every(({ message, path = [] }) => missingVariable(message) === 'labelboxOrgProbe' && path.length === 0)
    return isRefused
      ? undefined
      : `A ${kind} whose required variable is missing is not refused for that: ${firstMessage(answer)}`
  },
})

/** The directive alone, in both forms in which it is used: the variable is given, and would let everything through. */
const bySkip = (kind: Kind, text: string): Trial => ({
  document: lockDocument(parse(text)).document,
  variables: { labelboxOrgProbe: true },
  failed: (answer) => {
    const { data, errors } = answer
    if (typeof data === 'object' && data !== null && Object.keys(data).length === 0 && errors.length === 0)
      return undefined
    return hasData(answer)
      ? `A ${kind} that is skipped whole is carried out.`
      : `A ${kind} that is skipped whole is not answered with nothing: ${firstMessage(answer)}`
  },
})

type Kind = 'query' | 'mutation'

/** The organization is what every key can read, and the surest field that the API has. */
const trialsOfQueries: readonly Trial[] = [
  unlocked('query', 'query LabelboxOrgUnlocked { organization { id } }', (answer) => isOrganization(answer)),
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

/** Mutations that change nothing even where they are carried out: no id is such a text, and nothing is told but that. */
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

/** Each has one thing in it that can not exist. */
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
  shortened(first?.message ?? error?.message ?? 'the answer is empty.')
