import { parse, print, TokenKind, visit, type ASTNode, type StringValueNode } from 'graphql'
import { withoutRecord } from '../sdl/rootFieldRecord.ts'
import { coordinatesByLine, namedNodes, type NamedNode } from '../sdl/coordinates.ts'

/** A pulled schema with the handwritten parts of the former snapshot. */
export interface CarriedOver {
  readonly sdl: string
  /** Number of descriptions kept from the former file because the server has none. */
  readonly descriptions: number
  /** Number of trailing comments (`# inferred: ...`) that were kept. */
  readonly comments: number
  /** Descriptions and comments that no longer have a place, in the order of the former file. */
  readonly dropped: readonly Dropped[]
}

/** A description or comment of the former file that is not in the new one. */
export interface Dropped {
  readonly kind: 'description' | 'comment'
  /** `Type.field.argument`; undefined for a comment on a line of its own. */
  readonly coordinate: string | undefined
  /** Line in the former file, starting at 1. */
  readonly line: number
  readonly text: string
}

/** Heading for a file with comments but without one, so that nobody mistakes the comments for the server's. */
const header = `# Written by \`labelbox-org schema pull\`. Comments at line ends are handwritten and were kept.
# Delete an "inferred" comment once the real API has confirmed the name.

`

/** Keeps the heading, trailing comments and missing descriptions of the former file. */
export function carryOver(pulled: string, former: string | undefined): CarriedOver {
  // Printed as below, so that repeated pulls give the same bytes.
  if (former === undefined) return { sdl: `${print(parse(pulled))}\n`, descriptions: 0, comments: 0, dropped: [] }
  // The record is written from the API each time.
  const previous = withoutRecord(former)
  const before = namedNodes(parse(previous))
  const descriptionOf = new Map(before.map(({ coordinate: key, node }) => [key, node.description]))
  let descriptions = 0
  const document = parse(pulled)
  const additions = new Map<ASTNode, StringValueNode>()
  for (const { coordinate: key, node } of namedNodes(document)) {
    const known = descriptionOf.get(key)
    if (known && !node.description) additions.set(node, { ...known, block: true })
  }
  const described = visit(document, {
    enter: (node) => {
      const addition = additions.get(node)
      if (!addition) return undefined
      descriptions += 1
      return { ...node, description: addition }
    },
  })
  const written = commentsOf(previous)
  const trailing = new Map(written.flatMap(({ coordinate, text }) => (coordinate ? [[coordinate, text] as const] : [])))
  const { sdl, kept } = withComments(print(described), trailing)
  const head = headOf(previous)
  const places = new Set(namedNodes(document).map(({ coordinate }) => coordinate))
  const dropped = [
    ...descriptionsOf(before).filter(({ coordinate }) => !places.has(coordinate)),
    ...written.filter(({ coordinate }) => coordinate === undefined || !kept.has(coordinate)),
  ].sort((a, b) => a.line - b.line)
  return {
    sdl: `${head === '' && kept.size > 0 ? header : head}${sdl}\n`,
    descriptions,
    comments: kept.size,
    dropped,
  }
}

const descriptionsOf = (all: readonly NamedNode[]) =>
  all.flatMap(({ coordinate: key, node: { description } }) => {
    if (!description) return []
    return [{ kind: 'description', coordinate: key, line: lineOf(description), text: description.value } as const]
  })

const lineOf = ({ loc }: ASTNode): number => loc?.startToken.line ?? 0

/** The comment lines at the top of a file, followed by an empty line. */
function headOf(sdl: string): string {
  const lines = sdl.split(/\r?\n/)
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return end > 0 ? `${lines.slice(0, end).join('\n')}\n\n` : ''
}

/** The comments below the heading; trailing comments with their coordinate. */
function commentsOf(sdl: string): Dropped[] {
  const document = parse(sdl)
  const keys = coordinatesByLine(document)
  const headLines = headOf(sdl).split('\n').length - 1
  const comments: Dropped[] = []
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) {
    if (token.kind !== TokenKind.COMMENT || token.line <= headLines) continue
    const isTrailing = token.prev?.line === token.line && token.prev.kind !== TokenKind.SOF
    const coordinate = isTrailing ? keys.get(token.line) : undefined
    comments.push({ kind: 'comment', coordinate, line: token.line, text: `#${token.value}` })
  }
  return comments
}

function withComments(sdl: string, comments: ReadonlyMap<string, string>): { sdl: string; kept: ReadonlySet<string> } {
  const kept = new Set<string>()
  const keys = coordinatesByLine(parse(sdl))
  const lines = sdl.split('\n').map((line, index) => {
    const key = keys.get(index + 1)
    const comment = key === undefined || kept.has(key) ? undefined : comments.get(key)
    if (key === undefined || comment === undefined) return line
    kept.add(key)
    return `${line} ${comment}`
  })
  return { sdl: lines.join('\n'), kept }
}
