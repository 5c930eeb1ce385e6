import type { TypedDocumentNode } from '@urql/core'
import { rootFieldsOf } from '../core/documentRoots.ts'
import type { Prepared } from './document.ts'
import { idempotentMutations } from './idempotent.ts'
import { lazyCode } from './lazyCode.ts'
import type { MultipartRequest } from './request/multipart.ts'

/** What mutations need, and queries of the experimental endpoint: the transport loads this file when it sends the first. */
export { isExperimentalDocument } from '../core/documentRoots.ts'
export { changeParts } from './request/changeParts.ts'

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

const multipart = /* @__PURE__ */ lazyCode(() => import('./request/multipart.ts'))

/** Whether the variables of a mutation may hold files. Their code is loaded for these alone. */
export const mayHaveFiles = ({ query }: Pick<Prepared, 'query'>): boolean => /\$\w+:\s*\[?Upload\b/.test(query)

/** The request of a mutation with files, or `undefined` if its variables hold none. */
export const requestWithFiles = async (
  prepared: Prepared,
  members: Readonly<Record<string, unknown>>,
): Promise<MultipartRequest | undefined> =>
  (await multipart.load(prepared.operationName)).multipartRequest(prepared, members)
