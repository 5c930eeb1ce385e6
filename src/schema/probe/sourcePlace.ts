import { stringifyDocument } from '@urql/core'
import { Kind, parse, visit, type ASTNode, type DocumentNode, type NameNode } from 'graphql'
import { placeOf, type Place } from '../documents/definitions.ts'

/** Where servers count: lines and columns of what they were sent, from 1. */
interface Location {
  readonly line: number
  readonly column: number
}

/**
 * Where something that a server has found in a document stands in the file that its author wrote: it was sent a text
 * that is printed anew, with locks. Undefined for a place that the text has not.
 */
export function placeOfLocation(document: DocumentNode, { line, column }: Location): Place | undefined {
  // Exactly what is sent: the delivery prints documents so.
  const text = stringifyDocument(document)
  const offset = offsetOf(text, line, column)
  if (offset === undefined) return undefined
  let found: ASTNode | undefined
  for (const [sent, own] of pairs(parse(text), document)) {
    const isAround = sent.loc !== undefined && sent.loc.start <= offset && offset < sent.loc.end
    // Outer before inner: the last one that the place lies in is the narrowest. Locks have no place of their own.
    if (isAround && own.loc !== undefined && own.loc.source.name !== 'gql') found = own
  }
  return found && placeOf(found)
}

/** Where a name stands, if there is one place alone that it may be. */
export function placeOfName(document: DocumentNode, name: string): Place | undefined {
  const found: Place[] = []
  visit(document, {
    enter: (node) => {
      if (node.loc && nameOf(node) === name) found.push(placeOf(node))
    },
  })
  return found.length === 1 ? found[0] : undefined
}

function nameOf(node: ASTNode): string | undefined {
  if (node.kind === Kind.ENUM) return node.value
  return (node as { readonly name?: NameNode }).name?.value
}

function offsetOf(text: string, line: number, column: number): number | undefined {
  const lines = text.split('\n')
  const [own] = lines.slice(line - 1, line)
  if (own === undefined || column < 1 || column > own.length + 1) return undefined
  return lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, column - 1)
}

/** The nodes of two documents of one form, side by side, outer before inner. */
function* pairs(sent: ASTNode, own: ASTNode): Generator<readonly [ASTNode, ASTNode]> {
  yield [sent, own]
  for (const [key, value] of Object.entries(sent)) {
    if (key === 'loc') continue
    const other: unknown = own[key as keyof ASTNode]
    const [list, others] = [toList(value), toList(other)]
    for (const [index, node] of list.entries()) {
      const beside = others[index]
      if (isNode(node) && isNode(beside)) yield* pairs(node, beside)
    }
  }
}

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'kind' in value
