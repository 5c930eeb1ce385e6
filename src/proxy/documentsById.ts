import type { TypedDocumentNode } from '@urql/core'
import type { TrustedDocument } from '../../generated/operations.ts'
import { trustedDocuments } from '../../generated/trustedDocuments.ts'
import { invalid, isRecord } from '../core/guards.ts'
import { withTypenames } from '../core/withTypenames.ts'
import { prepare } from '../transport/document.ts'

export type Document = TypedDocumentNode<unknown, never>

/** Finds a document by its id. */
export type FindDocument = (id: string) => Document | undefined

/**
 * The documents of this package and those of the user, each in both forms.
 *
 * @throws LabelboxError `INVALID_INPUT` if an entry is not a trusted document.
 */
export function documentsById(own: readonly TrustedDocument[]): FindDocument {
  own.forEach(requireEntry)
  const byId = new Map<string, Document | (() => Document)>()
  for (const { document, ids } of [...trustedDocuments, ...own]) {
    byId.set(ids[1], () => withTypenames(document))
    // The two are the same if the document has all of the names.
    byId.set(ids[0], document)
  }
  return (id) => {
    let found = byId.get(id)
    // Once, as the transport remembers what it has read of a document.
    if (typeof found === 'function') byId.set(id, (found = found()))
    return found
  }
}

function requireEntry(entry: unknown): void {
  const { document, ids } = isRecord(entry) ? entry : {}
  const isComplete = Array.isArray(ids) && ids.length === 2 && ids.every((id) => idForm.test(String(id)))
  if (!isComplete) throw invalid('documents must be the `trustedDocuments` of a file that labelbox-org/codegen wrote.')
  prepare(document as Document)
}

/** A SHA-256 in hexadecimal digits. */
export const idForm = /^[\da-f]{64}$/
