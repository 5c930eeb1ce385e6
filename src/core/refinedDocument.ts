import type { TypedDocumentNode } from '@urql/core'

/** What `refine` added to a document. */
export interface RefinementStep {
  readonly relation: string
  /** The names of the variables that hold the values, by filter. */
  readonly where: Readonly<Record<string, string>>
  readonly orderBy?: string | undefined
}

/** How a document came about that was written at run time. */
export interface Refined {
  readonly base: TypedDocumentNode<unknown, never>
  readonly steps: readonly RefinementStep[]
}

/** How a refined document came about. urql's caches, which copy documents, keep what a document has as `__meta__`. */
export const refinedOf = (document: object): Refined | undefined =>
  (document as { readonly __meta__?: { readonly refined?: Refined } }).__meta__?.refined
