import {
  getLocation,
  Kind,
  Lexer,
  parse,
  Source,
  TokenKind,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** Documents by file name. */
export type Files = Readonly<Record<string, string>>

/** An operation or a fragment. */
export interface Definition {
  readonly kind: 'query' | 'mutation' | 'subscription' | 'fragment'
  readonly name: string
  readonly node: OperationDefinitionNode | FragmentDefinitionNode
  /** The fragments that it spreads, and those that they spread, each once. */
  readonly fragments: readonly Definition[]
}

/** Where something stands, lines and columns from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Reads documents; a fragment of one file may be spread in any. Of several by one name that of the same file is spread, or
 * else the first.
 *
 * @throws GraphQLError where one can't be read, with its file and line.
 */
export function readDefinitions(files: Files): Definition[] {
  const nodes = Object.entries(files)
    .flatMap(([file, text]) => (holdsDefinitions(text) ? parse(new Source(text, file)).definitions : []))
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION)
  const fragments = new Map<string, Definition[]>()
  const all = nodes.map((node) => {
    const spread: Definition[] = []
    const kind = node.kind === Kind.OPERATION_DEFINITION ? node.operation : 'fragment'
    const definition: Definition = { kind, name: node.name?.value ?? '(unnamed)', node, fragments: spread }
    if (kind === 'fragment') fragments.set(definition.name, [...(fragments.get(definition.name) ?? []), definition])
    return { definition, spread, names: spreadsIn(node.selectionSet) }
  })
  const namesOf = new Map(all.map(({ definition, names }) => [definition, names]))
  const follow = (definition: Definition, found: Set<Definition>): ReadonlySet<Definition> => {
    for (const name of namesOf.get(definition) ?? []) {
      const known = fragments.get(name) ?? []
      const fragment = known.find(({ node }) => node.loc?.source === definition.node.loc?.source) ?? known[0]
      if (!fragment || found.has(fragment)) continue
      found.add(fragment)
      follow(fragment, found)
    }
    return found
  }
  for (const { definition, spread } of all) spread.push(...follow(definition, new Set()))
  return all.map(({ definition }) => definition)
}

/** Whether there is anything in a text but comments: a file without is no document, and no mistake. */
export function holdsDefinitions(text: string): boolean {
  try {
    return new Lexer(new Source(text)).lookahead().kind !== TokenKind.EOF
  } catch {
    // Who parses it says what is wrong with it.
    return true
  }
}

/** A definition as a document of its own, with the fragments that it needs and no others. */
export const documentOf = ({ node, fragments }: Definition): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [node, ...fragments.map((fragment) => fragment.node)],
})

/** Where a node begins. */
export function placeOf({ loc }: ASTNode): Place {
  if (loc === undefined) return { file: '', line: 1, column: 1 }
  return { file: loc.source.name, ...getLocation(loc.source, loc.start) }
}

function spreadsIn({ selections }: SelectionSetNode): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection.name.value]
    return selection.selectionSet ? spreadsIn(selection.selectionSet) : []
  })
}
