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
  if (previous === undefined) return { sdl: `${print(parse(pulled))}\n`, descriptions: 0, comments: 0 }
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
  const { sdl, comments } = withComments(print(described), trailingComments(previous))
  const head = headOf(previous)
  return { sdl: `${head === '' && comments > 0 ? header : head}${sdl}\n`, descriptions, comments }
}

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

function trailingComments(sdl: string): Map<string, string> {
  const document = parse(sdl)
  const keys = keysByLine(document)
  const comments = new Map<string, string>()
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) {
    const key = keys.get(token.line)
    const isTrailing = token.prev?.line === token.line && token.prev.kind !== TokenKind.SOF
    if (token.kind === TokenKind.COMMENT && isTrailing && key !== undefined) comments.set(key, `#${token.value}`)
  }
  return comments
}

function withComments(sdl: string, comments: ReadonlyMap<string, string>): { sdl: string; comments: number } {
  const left = new Map(comments)
  const keys = keysByLine(parse(sdl))
  const lines = sdl.split('\n').map((line, index) => {
    const key = keys.get(index + 1)
    const comment = key === undefined ? undefined : left.get(key)
    if (key === undefined || comment === undefined) return line
    left.delete(key)
    return `${line} ${comment}`
  })
  return { sdl: lines.join('\n'), comments: comments.size - left.size }
}
