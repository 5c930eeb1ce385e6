import type { TypedDocumentNode } from '@urql/core'
import { documentText } from '../core/documentText.ts'
import { invalid } from '../core/guards.ts'

type Document = TypedDocumentNode<unknown, never>

const ids = new WeakMap<Document, Promise<string>>()

/** The id by which a page asks a proxy for a document: the SHA-256 of its text. */
export function documentId(document: Document): Promise<string> {
  let id = ids.get(document)
  if (id === undefined) ids.set(document, (id = sha256(documentText(document))))
  return id
}

async function sha256(text: string): Promise<string> {
  const { subtle } = (globalThis as { readonly crypto?: Partial<Crypto> }).crypto ?? {}
  if (subtle === undefined) throw invalid(noCrypto)
  const bytes = await subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const noCrypto = 'crypto.subtle is missing. Serve the page over https, or open it on localhost.'
