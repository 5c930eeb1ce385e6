import type { TypedDocumentNode } from '@urql/core'
import { rootFieldsOf } from '../core/documentRoots.ts'
import { idempotentMutations } from './idempotent.ts'

/** What mutations need, and queries of the experimental endpoint: the transport loads this file when it sends the first. */
export { isExperimentalDocument } from '../core/documentRoots.ts'
export { changeInit } from './request/changeInit.ts'

/** What the transport reads off a mutation. */
export interface Change {
  /** The names of its root fields. */
  readonly fields: readonly string[]
  /** Whether making it twice is the same as making it once. */
  readonly idempotent: boolean
}

const known = new WeakMap<object, Change>()

/** Reads a mutation the first time, and looks it up from then on. */
export function changeOf(document: TypedDocumentNode<unknown, never>): Change {
  let change = known.get(document)
  if (change === undefined) {
    const { definitions } = document
    const fields = definitions.flatMap((definition) =>
      definition.kind === 'OperationDefinition' ? rootFieldsOf(definition, document) : [],
    )
    change = {
      fields,
      idempotent: fields.every((field) => idempotentMutations.includes(field)),
    }
    known.set(document, change)
  }
  return change
}
