import {
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  TokenKind,
  visit,
  type ASTNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type StringValueNode,
  type TypeDefinitionNode,
} from 'graphql'

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
  const before = named(parse(previous))
  const descriptionOf = new Map(before.map(({ key, node }) => [key, node.description]))
  let descriptions = 0
  const document = parse(pulled)
  const additions = new Map<ASTNode, StringValueNode>()
  for (const { key, node } of named(document)) {
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
  const places = new Set(named(document).map(({ key }) => key))
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

const descriptionsOf = (all: readonly Named[]) =>
  all.flatMap(({ key, node: { description } }) => {
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

type NamedNode =
  | TypeDefinitionNode
  | FieldDefinitionNode
  | InputValueDefinitionNode
  | EnumValueDefinitionNode
  | DirectiveDefinitionNode

const isNamed = (node: ASTNode): node is NamedNode =>
  isTypeDefinitionNode(node) ||
  node.kind === Kind.FIELD_DEFINITION ||
  node.kind === Kind.INPUT_VALUE_DEFINITION ||
  node.kind === Kind.ENUM_VALUE_DEFINITION ||
  node.kind === Kind.DIRECTIVE_DEFINITION

interface Named {
  /** `Type`, `Type.field` or `Type.field.argument`. */
  readonly key: string
  readonly node: NamedNode
  /** Where its name stands, from 1. */
  readonly line: number
  readonly lastLine: number
}

/** Everything in a schema that has a name of its own, outer before inner. */
function named(document: DocumentNode): Named[] {
  const found: Named[] = []
  const path: string[] = []
  visit(document, {
    enter: (node) => {
      if (!isNamed(node)) return
      path.push(node.kind === Kind.DIRECTIVE_DEFINITION ? `@${node.name.value}` : node.name.value)
      const line = node.name.loc?.startToken.line ?? 0
      found.push({ key: path.join('.'), node, line, lastLine: node.loc?.endToken.line ?? line })
    },
    leave: (node) => {
      if (isNamed(node)) path.pop()
    },
  })
  return found
}

/** A line is about the outermost thing whose name stands on it, or which ends on it. */
export function keysByLine(document: DocumentNode): Map<number, string> {
  const keys = new Map<number, string>()
  const all = named(document)
  for (const { key, line } of all) if (!keys.has(line)) keys.set(line, key)
  for (const { key, lastLine } of all) if (!keys.has(lastLine)) keys.set(lastLine, key)
  return keys
}

/** The comments below the head; those at the end of a line with what they are about. */
function commentsOf(sdl: string): Dropped[] {
  const document = parse(sdl)
  const keys = keysByLine(document)
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
  const keys = keysByLine(parse(sdl))
  const lines = sdl.split('\n').map((line, index) => {
    const key = keys.get(index + 1)
    const comment = key === undefined || kept.has(key) ? undefined : comments.get(key)
    if (key === undefined || comment === undefined) return line
    kept.add(key)
    return `${line} ${comment}`
  })
  return { sdl: lines.join('\n'), kept }
}
