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

/** Documents by file name. */
export type Files = Readonly<Record<string, string>>

/** An operation or a fragment. */
export interface Definition {
  readonly kind: 'query' | 'mutation' | 'subscription' | 'fragment'
  readonly name: string
  readonly node: OperationDefinitionNode | FragmentDefinitionNode
  /** The same as it stands in the text of its file. */
  readonly written: OperationDefinitionNode | FragmentDefinitionNode
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
 * else the first. Directives that a client takes out before it sends are taken out.
 *
 * @param clientDirectives - Names of such directives beside those of urql and Apollo.
 * @throws GraphQLError where one can't be read, with its file and line, or where fragments spread each other too often.
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

/** Without the variables that only what was taken out has used. */
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

/** Fragments of all definitions together, with those that they spread. Checks take time for each of them. */
const maxFragments = 500_000

const tooManyFragments = `These documents spread too many fragments within each other: more than ${maxFragments} in all.`

/**
 * The same definition, parsed out of a text of its own: an error of graphql-js counts the lines from the top of the text,
 * which takes too long for many errors in a long file.
 */
function withOwnSource<T extends OperationDefinitionNode | FragmentDefinitionNode>(node: T): T {
  const { loc } = node
  if (!loc) return node
  const { line, column } = loc.startToken
  const source = new Source(loc.source.body.slice(loc.start, loc.end), loc.source.name, { line, column })
  return parse(source).definitions[0] as T
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

/** Where a node begins in its file. */
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
