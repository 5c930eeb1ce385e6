import { Kind, parse, visit, type ASTNode, type DocumentNode, type NameNode } from 'graphql'
import { prepare } from '../../transport/document.ts'
import { placeOf, type Place } from '../documents/definitions.ts'

/** A position in the text that was sent. Lines and columns start at 1. */
interface Location {
  readonly line: number
  readonly column: number
}

/**
 * Maps a location in the text that was sent, which is printed with locks, to the position in the source file. Undefined
 * if the text has no such location.
 */
export function placeOfLocation(document: DocumentNode, { line, column }: Location): Place | undefined {
  // The text as the client sends it.
  const text = prepare(document).query
  const offset = offsetOf(text, line, column)
  if (offset === undefined) return undefined
  let found: ASTNode | undefined
  for (const [sent, own] of pairs(parse(text), document)) {
    const isAround = sent.loc !== undefined && sent.loc.start <= offset && offset < sent.loc.end
    // Outer nodes come first, so the last match is the narrowest. Locks have no source position.
    if (isAround && own.loc !== undefined && own.loc.source.name !== 'gql') found = own
  }
  return found && placeOf(found)
}

/** The position of a name, if it occurs exactly once. */
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

/** Pairs the nodes of two documents with the same structure, outer nodes first. */
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
