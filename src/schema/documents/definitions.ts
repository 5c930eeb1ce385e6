import {
  GraphQLError,
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

import { asSent, variablesIn } from './clientDirectives.ts'

/** Texts of GraphQL documents by file name. */
export type Files = Readonly<Record<string, string>>

/** An operation or a fragment of a document. */
export interface Definition {
  readonly kind: 'query' | 'mutation' | 'subscription' | 'fragment'
  readonly name: string
  readonly node: OperationDefinitionNode | FragmentDefinitionNode
  /** The definition as the file has it, client directives included. */
  readonly written: OperationDefinitionNode | FragmentDefinitionNode
  /** The fragments that it spreads, directly or through others, each once. */
  readonly fragments: readonly Definition[]
}

/** A position in a file. Lines and columns start at 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Parses documents. A fragment may be spread from any file; of several fragments with one name, the one in the same
 * file is used, else the first. Directives that the client removes before sending are removed.
 *
 * @param clientDirectives - Names of further client directives, besides those of urql and Apollo.
 * @throws GraphQLError with file and line if a document cannot be parsed, or if fragments spread each other too often.
 */
export function readDefinitions(files: Files, clientDirectives: readonly string[] = []): Definition[] {
  const all = Object.entries(files).flatMap(([file, text]) =>
    (holdsDefinitions(text) ? parse(new Source(text, file)).definitions : []).flatMap((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) return []
      const { node: own, dropped } = asSent(withOwnSource(node), clientDirectives)
      const spread: Definition[] = []
      const kind = own.kind === Kind.OPERATION_DEFINITION ? own.operation : 'fragment'
      const definition: Mutable<Definition> = {
        kind,
        name: own.name?.value ?? '(unnamed)',
        node: own,
        written: node,
        fragments: spread,
      }
      return [{ file, definition, spread, dropped, names: spreadsIn(own.selectionSet) }]
    }),
  )
  const fragments = new Map<string, (typeof all)[number]>()
  for (const each of all.filter(({ definition }) => definition.kind === 'fragment')) {
    for (const key of [each.definition.name, `${each.definition.name} ${each.file}`]) {
      if (!fragments.has(key)) fragments.set(key, each)
    }
  }
  let count = 0
  for (const start of all) {
    const { definition, spread } = start
    const found = new Set<Definition>()
    const pending = [start]
    for (const { file, names } of pending) {
      for (const name of names) {
        const fragment = fragments.get(`${name} ${file}`) ?? fragments.get(name)
        if (!fragment || found.has(fragment.definition)) continue
        found.add(fragment.definition)
        pending.push(fragment)
      }
    }
    count += found.size
    if (count > maxFragments) throw new GraphQLError(tooManyFragments)
    for (const each of found) spread.push(each)
    definition.node = withoutVariables(definition, new Set(pending.flatMap(({ dropped }) => [...dropped])))
  }
  return all.map(({ definition }) => definition)
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Removes the variables that only removed parts have used. */
function withoutVariables({ node, fragments }: Definition, dropped: ReadonlySet<string>): Definition['node'] {
  if (dropped.size === 0 || node.kind !== Kind.OPERATION_DEFINITION) return node
  const used = new Set([node, ...fragments.map((each) => each.node)].flatMap((each) => [...variablesIn(each)]))
  const isSent = (name: string) => used.has(name) || !dropped.has(name)
  const sent: OperationDefinitionNode = {
    ...node,
    variableDefinitions: node.variableDefinitions?.filter(({ variable }) => isSent(variable.name.value)) ?? [],
  }
  return sent
}

/** Maximum sum, over all definitions, of the fragments that each spreads. Validation takes time for each of them. */
const maxFragments = 500_000

const tooManyFragments = `These documents spread fragments too often: more than ${maxFragments} spreads in total.`

/**
 * Parses a definition again from a source of its own. For each error, graphql-js counts lines from the start of the
 * source, which takes too long for many errors in a long file.
 */
function withOwnSource<T extends OperationDefinitionNode | FragmentDefinitionNode>(node: T): T {
  const { loc } = node
  if (!loc) return node
  const { line, column } = loc.startToken
  const source = new Source(loc.source.body.slice(loc.start, loc.end), loc.source.name, { line, column })
  return parse(source).definitions[0] as T
}

/** Whether a text has anything besides comments. A file without definitions is not an error. */
export function holdsDefinitions(text: string): boolean {
  try {
    return new Lexer(new Source(text)).lookahead().kind !== TokenKind.EOF
  } catch {
    // The parser reports what is wrong.
    return true
  }
}

/** A document with one definition and the fragments that it needs. */
export const documentOf = ({ node, fragments }: Definition): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [node, ...fragments.map((fragment) => fragment.node)],
})

/** The position of a node in its file. */
export function placeOf({ loc }: ASTNode): Place {
  if (loc === undefined) return { file: '', line: 1, column: 1 }
  const { source, startToken } = loc
  const { line, column } = source.locationOffset
  return {
    file: source.name,
    line: line - 1 + startToken.line,
    column: startToken.line === 1 ? column - 1 + startToken.column : startToken.column,
  }
}

/** `file:line`. */
export const placeText = ({ file, line }: Place): string => `${file}:${line}`

function spreadsIn({ selections }: SelectionSetNode): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection.name.value]
    return selection.selectionSet ? spreadsIn(selection.selectionSet) : []
  })
}
