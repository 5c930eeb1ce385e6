import type { TypedDocumentNode } from '@urql/core'
import type { TrustedDocument } from '../../generated/operations.ts'
import { trustedDocuments } from '../../generated/trustedDocuments.ts'
import { invalid, isRecord } from '../core/guards.ts'
import { withTypenames } from '../core/withTypenames.ts'
import { prepare } from '../transport/document.ts'
import { documentId } from '../transport/documentId.ts'

export type Document = TypedDocumentNode<unknown, never>

/** Finds a document by its id. */
export type FindDocument = (id: string) => Document | undefined

/** A document of the user: with its ids, as codegen wrote it, or without. */
export type OwnDocument = TrustedDocument | Document

/**
 * The documents of this package and those of the user, each in both forms. Ids that are missing are computed with the
 * first call.
 *
 * @throws LabelboxError `INVALID_INPUT` if an entry is not a document with one operation.
 */
export function documentsById(own: readonly OwnDocument[]): () => Promise<FindDocument> {
  own.forEach(requireEntry)
  let found: Promise<FindDocument> | undefined
  return () =>
    (found ??= Promise.all(own.map(withIds)).then((documents) => lookup([...trustedDocuments, ...documents])))
}

function lookup(documents: readonly TrustedDocument[]): FindDocument {
  const byId = new Map<string, Document | (() => Document)>()
  for (const { document, ids } of documents) {
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

const hasIds = (entry: OwnDocument): entry is TrustedDocument => 'ids' in entry

async function withIds(entry: OwnDocument): Promise<TrustedDocument> {
  if (hasIds(entry)) return entry
  return { document: entry, ids: await Promise.all([documentId(entry), documentId(withTypenames(entry))]) }
}

function requireEntry(entry: OwnDocument): void {
  if (!isRecord(entry)) throw invalid(noDocument)
  if (!hasIds(entry)) {
    if (!('definitions' in entry)) throw invalid(noDocument)
    return void prepare(entry)
  }
  const { document, ids } = entry as { readonly document: Document; readonly ids: unknown }
  const isComplete = Array.isArray(ids) && ids.length === 2 && ids.every((id) => idForm.test(String(id)))
  if (!isComplete) throw invalid(noDocument)
  prepare(document)
}

const noDocument =
  'documents must be typed documents, or the `trustedDocuments` of a file that @labelbox-org/tools/codegen wrote.'

/** A SHA-256 in hexadecimal digits. */
export const idForm = /^[\da-f]{64}$/
