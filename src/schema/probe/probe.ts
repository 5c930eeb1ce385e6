import type { DocumentNode } from 'graphql'
import { isLabelboxError } from '../../errors.ts'
import { prepare } from '../../transport/document.ts'
import { documentOf, type Definition } from '../documents.ts'
import { ask, type Path, type Send } from './ask.ts'
import { judge, type Problem } from './judge.ts'
import { lock } from './lock.ts'
import { prove, type Proof } from './proof.ts'

/** What the API says of an operation. */
export interface Probed {
  readonly kind: Definition['kind']
  readonly name: string
  readonly path: Path
  readonly verdict: 'valid' | 'invalid' | 'unknown'
  /** Of an invalid one. */
  readonly problems: readonly Problem[]
  /** Of one that nothing is known of: why. */
  readonly reason: string | undefined
}

/** What a probe has found. */
export interface Probe {
  readonly proofs: readonly Proof[]
  /** In the order of their documents. */
  readonly operations: readonly Probed[]
}

/** An operation and how it is sent. */
export interface Target {
  readonly definition: Definition
  readonly document: DocumentNode
  readonly path: Path
}

/** The operations among definitions, each with the path that it goes by. */
export const targetsOf = (definitions: readonly Definition[]): Target[] =>
  definitions
    .filter(({ kind }) => kind !== 'fragment')
    .map((definition) => {
      const document = documentOf(definition)
      return { definition, document, path: definition.kind === 'subscription' ? 'public' : pathOf(document) }
    })

const pathOf = (document: DocumentNode): Path => (prepare(document).experimental ? 'experimental' : 'public')

/**
 * Asks the API about operations without having any of them carried out. Each path is proven first to honour both locks;
 * where it does not, or as soon as an answer looks as if it did not, no mutation goes there. Queries go first. One
 * request after the other.
 *
 * @throws LabelboxError where no path can be asked at all: the key is not accepted, the connection fails, a limit is reached.
 */
export async function probe(send: Send, definitions: readonly Definition[]): Promise<Probe> {
  const targets = targetsOf(definitions)
  const states = new Map<Path, State>()
  for (const path of new Set(targets.map((target) => target.path))) {
    const { locks, checks } = await prove(send, path)
    states.set(path, { path, locks: [...locks], checks })
  }
  const results = new Map<Definition, Probed>()
  for (const kind of ['query', 'mutation', 'subscription'] as const) {
    for (const target of targets.filter(({ definition }) => definition.kind === kind)) {
      const state = states.get(target.path)
      if (!state) continue
      const { probed, opened } = await probeOne(send, target, state)
      results.set(target.definition, probed)
      // What stands behind one path may stand behind the other.
      if (opened !== undefined) for (const { locks } of states.values()) locks.push(opened)
    }
  }
  return {
    proofs: [...states.values()],
    operations: targets.flatMap(({ definition }) => results.get(definition) ?? []),
  }
}

interface State extends Proof {
  readonly locks: string[]
}

interface Result {
  readonly probed: Probed
  /** Why the locks are not to be trusted any more. */
  readonly opened?: string
}

async function probeOne(send: Send, { definition, document, path }: Target, state: Proof): Promise<Result> {
  const { kind, name } = definition
  const base = { kind, name, path, problems: [], reason: undefined }
  const unknown = (reason: string): Result => ({ probed: { ...base, verdict: 'unknown', reason } })
  if (kind === 'subscription') return unknown('Not sent: a subscription is not asked for over HTTP.')
  if (kind === 'mutation' && state.locks.length > 0) return unknown('Not sent: the locks are not proven.')
  const judgement = await judged(send, document, path)
  switch (judgement.verdict) {
    case 'opened':
      return { ...unknown(judgement.reason), opened: `${name}: ${judgement.reason}` }
    case 'unknown':
      return unknown(judgement.reason)
    case 'invalid':
      return { probed: { ...base, verdict: 'invalid', problems: judgement.problems } }
    case 'valid': {
      const [doubt] = state.checks
      return doubt === undefined ? { probed: { ...base, verdict: 'valid' } } : unknown(doubt)
    }
  }
}

async function judged(send: Send, document: DocumentNode, path: Path) {
  const locked = lock(document)
  try {
    return judge(locked, await ask(send, path, locked.document))
  } catch (error) {
    // What was found before is worth telling.
    if (!isLabelboxError(error) || error.code === 'ABORTED') throw error
    return { verdict: 'unknown', reason: error.message } as const
  }
}

/** What would be sent for each operation, for who wants to see it first. */
export const lockedDocuments = (definitions: readonly Definition[]) =>
  targetsOf(definitions)
    .filter(({ definition }) => definition.kind !== 'subscription')
    .map(({ definition: { kind, name }, document, path }) => ({ kind, name, path, document: lock(document).document }))

/** What an outcome comes to: what is wrong weighs more than that something could not be asked. */
export function outcomeOf({ proofs, operations }: Probe): 'valid' | 'invalid' | 'unlocked' | 'unknown' {
  if (operations.some(({ verdict }) => verdict === 'invalid')) return 'invalid'
  if (proofs.some(({ locks }) => locks.length > 0)) return 'unlocked'
  return operations.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'valid'
}
