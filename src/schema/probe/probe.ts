import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql'
import { isExperimentalDocument } from '../../core/documentRoots.ts'
import { documentOf, type Definition } from '../documents/definitions.ts'
import type { Path, Send } from './response.ts'
import { askLocked } from './askLocked.ts'
import type { Problem } from './judgement.ts'
import { lockDocument } from './lockDocument.ts'
import { proveLocks, proveMutations, type Proof } from './lockProof.ts'

/** The result for one operation. */
export interface Probed {
  readonly kind: Definition['kind']
  readonly name: string
  readonly path: Path
  readonly verdict: 'valid' | 'invalid' | 'unknown'
  /** Problems of an invalid operation. */
  readonly problems: readonly Problem[]
  /** Why the verdict is unknown. */
  readonly reason: string | undefined
  /** Root fields of an operation that may have run although it was locked. */
  readonly mayHaveRun: readonly string[]
}

/** The result of a probe. */
export interface Probe {
  readonly proofs: readonly Proof[]
  /** In the order of the documents. */
  readonly operations: readonly Probed[]
}

/** An operation with its document and endpoint. */
export interface Target {
  readonly definition: Definition
  readonly document: DocumentNode
  readonly path: Path
}

/** The operations with the endpoint that each uses. */
export const targetsOf = (definitions: readonly Definition[]): Target[] =>
  definitions
    .filter(({ kind }) => kind !== 'fragment')
    .map((definition) => {
      const document = documentOf(definition)
      return { definition, document, path: definition.kind === 'subscription' ? 'public' : pathOf(document) }
    })

const pathOf = (document: DocumentNode): Path => (isExperimentalDocument(document) ? 'experimental' : 'public')

/**
 * Asks the API whether it accepts the operations, without running any. First each endpoint is tested for both locks,
 * with queries and then with harmless mutations. If a lock fails, or a response looks as if one did, no mutation is
 * sent to either endpoint, because both may share a server. Queries go first; requests are sequential.
 *
 * @throws LabelboxError if no endpoint can be asked: the key is rejected, the connection fails, or a limit is reached.
 */
export async function probe(send: Send, definitions: readonly Definition[]): Promise<Probe> {
  const targets = targetsOf(definitions)
  const states = new Map<Path, State>()
  for (const path of new Set(targets.map((target) => target.path))) {
    const { locks, checks } = await proveLocks(send, path)
    states.set(path, { path, locks: [...locks], checks: [...checks] })
  }
  const isLocked = () => [...states.values()].every(({ locks }) => locks.length === 0)
  const results = new Map<Definition, Probed>()
  for (const kind of ['query', 'mutation', 'subscription'] as const) {
    const ofKind = targets.filter(({ definition }) => definition.kind === kind)
    for (const state of kind === 'mutation' && ofKind.length > 0 ? states.values() : []) {
      if (!isLocked()) break
      const { locks, checks } = await proveMutations(send, state.path)
      state.locks.push(...locks)
      state.checks.push(...checks)
    }
    for (const target of ofKind) {
      const state = states.get(target.path)
      if (!state) continue
      const { probed, opened } = await probeOne(send, target, state, isLocked())
      results.set(target.definition, probed)
      if (opened !== undefined) state.locks.push(opened)
    }
  }
  return {
    proofs: [...states.values()],
    operations: targets.flatMap(({ definition }) => results.get(definition) ?? []),
  }
}

interface State extends Proof {
  readonly locks: string[]
  readonly checks: string[]
}

interface Result {
  readonly probed: Probed
  /** Why the locks are no longer trusted. */
  readonly opened?: string
}

async function probeOne(
  send: Send,
  { definition, document, path }: Target,
  { checks: [doubt] }: Proof,
  isLocked: boolean,
): Promise<Result> {
  const { kind, name } = definition
  const base = { kind, name, path, problems: [], reason: undefined, mayHaveRun: [] }
  const unknown = (reason: string): Result => ({ probed: { ...base, verdict: 'unknown', reason } })
  if (kind === 'subscription') return unknown('Not sent: subscriptions do not use HTTP.')
  if (kind === 'mutation' && !isLocked) return unknown('Not sent: the locks are not proven.')
  const judgement = await askLocked(send, path, document)
  switch (judgement.verdict) {
    case 'opened': {
      const { reason } = judgement
      const mayHaveRun = judgement.mayHaveRun ? rootFieldsOf(document) : []
      const probed = { ...base, verdict: 'unknown', reason, mayHaveRun } as const
      return { probed, opened: `${name}: ${reason}` }
    }
    case 'unknown':
      return unknown(judgement.reason)
    case 'invalid':
      return { probed: { ...base, verdict: 'invalid', problems: judgement.problems } }
    case 'valid':
      return doubt === undefined ? { probed: { ...base, verdict: 'valid' } } : unknown(doubt)
  }
}

/** The root fields of an operation, including those in fragments. */
export function rootFieldsOf({ definitions }: DocumentNode): readonly string[] {
  const seen = new Set<string>()
  const fieldsIn = ({ selections }: SelectionSetNode): readonly string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet)
      const name = selection.name.value
      if (seen.has(name)) return []
      seen.add(name)
      return definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name ? fieldsIn(node.selectionSet) : [],
      )
    })
  const roots = definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? fieldsIn(node.selectionSet) : [],
  )
  return [...new Set(roots)]
}

/** The requests that a probe would send, for a dry run. */
export const lockedDocuments = (definitions: readonly Definition[]) =>
  targetsOf(definitions)
    .filter(({ definition }) => definition.kind !== 'subscription')
    .map(({ definition: { kind, name }, document, path }) => ({
      kind,
      name,
      path,
      document: lockDocument(document).document,
    }))

/** The overall outcome. An invalid operation outweighs one that could not be checked. */
export function outcomeOf({ proofs, operations }: Probe): 'valid' | 'invalid' | 'unlocked' | 'unknown' {
  if (operations.some(({ verdict }) => verdict === 'invalid')) return 'invalid'
  if (proofs.some(({ locks }) => locks.length > 0)) return 'unlocked'
  return operations.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'valid'
}
