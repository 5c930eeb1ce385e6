import { parse, print, TokenKind, visit, type ASTNode, type StringValueNode } from 'graphql'
import { coordinatesByLine, namedNodes, type NamedNode } from '../sdl/coordinates.ts'

/** A pulled schema with what people had written into the one before it. */
export interface CarriedOver {
  readonly sdl: string
  /** How many descriptions came from the file before, because the server has none there. */
  readonly descriptions: number
  /** How many trailing comments (`# inferred: ...`) were put back beside what they are about. */
  readonly comments: number
  /** What had no place left, in the order of the file before. */
  readonly dropped: readonly Dropped[]
}

/** A description or a comment of the file before that is not in the new one. */
export interface Dropped {
  readonly kind: 'description' | 'comment'
  /** What it was about, `Type.field.argument`; of a comment on a line of its own nothing. */
  readonly coordinate: string | undefined
  /** Where it stood in the file before, from 1. */
  readonly line: number
  readonly text: string
}

/** For a file that has marks but no head of its own, so that nobody takes them for the server's word. */
const header = `# Written by \`labelbox-org schema pull\`. The comments at the ends of lines were written by hand before the pull, and kept.
# An "inferred" beside a name that the real API has now answered with is settled: delete it.

`

/**
 * Keeps, from the file that a pull is about to replace, its head, the descriptions that the server lacks and the
 * trailing comments.
 */
export function carryOver(pulled: string, previous: string | undefined): CarriedOver {
  // Printed the same way as below, so that a first pull and a second give the same bytes.
  if (previous === undefined) return { sdl: `${print(parse(pulled))}\n`, descriptions: 0, comments: 0, dropped: [] }
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

/** The comment lines at the top of a file, and an empty line to set them off. */
function headOf(sdl: string): string {
  const lines = sdl.split(/\r?\n/)
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return end > 0 ? `${lines.slice(0, end).join('\n')}\n\n` : ''
}

/** The comments below the head; those at the end of a line with what they are about. */
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
