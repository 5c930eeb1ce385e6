import { parse, type DocumentNode } from 'graphql'
import { ask, hasData, type Answer, type Path, type Send } from './ask.ts'
import { missingVariable } from './complaint.ts'
import { judge } from './judge.ts'
import { lock } from './lock.ts'

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
export async function prove(send: Send, path: Path): Promise<Proof> {
  const asked = (document: DocumentNode, variables?: Readonly<Record<string, unknown>>) =>
    ask(send, path, document, variables)
  const locks: string[] = []
  for (const [trial, failed] of trials) {
    const reason = failed(await asked(trial.document, trial.variables))
    if (reason === undefined) continue
    locks.push(reason)
    break
  }
  const checks: string[] = []
  for (const [what, document] of wrong) {
    const locked = lock(parse(document))
    const judgement = judge(locked, await asked(locked.document))
    if (judgement.verdict === 'invalid') continue
    checks.push(`A document with ${what} that can not exist is not refused, so nothing is known of what passes.`)
    if (judgement.verdict === 'opened' && locks.length === 0) locks.push(judgement.reason)
  }
  return { path, locks, checks }
}

interface Trial {
  readonly document: DocumentNode
  readonly variables?: Readonly<Record<string, unknown>>
}

type Failed = (answer: Answer) => string | undefined

/** The organization is what every key can read, and the surest field that the API has. */
const trials: readonly (readonly [Trial, Failed])[] = [
  // A server that carries nothing out at all would pass everything below.
  [
    { document: parse('query LabelboxOrgUnlocked { organization { id } }') },
    (answer) =>
      isOrganization(answer)
        ? undefined
        : `A query without locks is not answered, so there is nothing to prove: ${said(answer)}`,
  ],
  // The variable alone. The field before the one that it decides about would be answered by a server that looks at
  // variables only where they are used, and that one by a server which takes a missing one for false.
  [
    {
      document: parse(
        'query LabelboxOrgVariableLock($labelboxOrgProbe: Boolean!) { first: organization { id } last: organization { id @skip(if: $labelboxOrgProbe) } }',
      ),
    },
    (answer) => {
      if (hasData(answer)) return 'A query whose required variable is missing is carried out.'
      const { errors } = answer
      const isRefused =
        errors.length > 0 &&
        errors.every(({ message, path = [] }) => missingVariable(message) === 'labelboxOrgProbe' && path.length === 0)
      return isRefused
        ? undefined
        : `A query whose required variable is missing is not refused for that: ${said(answer)}`
    },
  ],
  // The directive alone, in both forms in which it is used: the variable is given, and would let everything through.
  [
    {
      document: lock(
        parse(
          'query LabelboxOrgSkipLock($no: Boolean = false) { organization { id } other: organization @skip(if: $no) { id } }',
        ),
      ).document,
      variables: { labelboxOrgProbe: true },
    },
    (answer) => {
      const { data, errors } = answer
      if (typeof data === 'object' && data !== null && Object.keys(data).length === 0 && errors.length === 0)
        return undefined
      return hasData(answer)
        ? 'A query that is skipped whole is carried out.'
        : `A query that is skipped whole is not answered with nothing: ${said(answer)}`
    },
  ],
]

/** Each has one thing in it that can not exist. */
const wrong: readonly (readonly [what: string, document: string])[] = [
  ['a field', 'query LabelboxOrgField { organization { labelboxOrgProbe } }'],
  ['an argument', 'query LabelboxOrgArgument { organization { id projects(labelboxOrgProbe: 1) { id } } }'],
  ['a member of an input', 'query LabelboxOrgInput { user(where: { id: "0", labelboxOrgProbe: 1 }) { id } }'],
]

const isOrganization = ({ data, errors }: Answer): boolean => {
  const { organization } = (data ?? {}) as { readonly organization?: { readonly id?: unknown } | null }
  return typeof organization?.id === 'string' && errors.length === 0
}

const said = ({ errors: [first], error }: Answer): string => first?.message ?? error?.message ?? 'the answer is empty.'
