import { Kind, parse, Source, type ASTNode, type GraphQLSchema, type VariableDefinitionNode } from 'graphql'
import { changedTypes, type ChangedType } from '../impact/changedTypes.ts'
import { variablesIn } from '../documents/clientDirectives.ts'
import { cutNode } from './cutNode.ts'
import {
  holdsDefinitions,
  placeOf,
  readDefinitions,
  type Definition,
  type Files,
  type Place,
} from '../documents/definitions.ts'
import { firstRemovable, removalsForSpreads } from './removableParts.ts'
import { brokenDocuments, type BrokenDocument } from '../documents/brokenDocuments.ts'

/** Something that was cut out of a document. */
export interface Removal {
  /** `User.intercomHash`, `$first`, `fragment Person`. */
  readonly what: string
  /** Where it stood when it was cut out: lines above it may have gone before. */
  readonly place: Place
}

/** Documents without what a schema has no longer. */
export interface Repair {
  /** The files that are different now; empty ones have nothing left in them. */
  readonly changed: Files
  readonly removed: readonly Removal[]
  /** What is not valid even so: it takes somebody who knows what was meant. */
  readonly left: readonly BrokenDocument[]
  /** What code generators make of the documents in another way then. */
  readonly types: readonly ChangedType[]
}

/**
 * Cuts out of documents what the new schema has no longer, and what is unused or empty by that. All else stays as it is
 * written. It does not guess what came in the place of what is gone.
 */
export function applyTo(
  files: Files,
  before: GraphQLSchema,
  after: GraphQLSchema,
  clientDirectives?: readonly string[],
): Repair {
  const texts: Record<string, string> = { ...files }
  const removed: Removal[] = []
  const unusedBefore = new Set(unused(files).map(({ key }) => key))
  const cutFragments = new Set<string>()
  const documentIn = (file: string) => {
    const text = texts[file] ?? ''
    return holdsDefinitions(text) ? parse(new Source(text, file)) : undefined
  }
  const mayCut = (fragment: string, seen: readonly string[] = []): boolean =>
    seen.includes(fragment) ||
    Object.keys(texts).every((file) => {
      const document = documentIn(file)
      const around = document ? removalsForSpreads(document, fragment, after) : []
      return around.every(
        (node) => node && (node.kind !== Kind.FRAGMENT_DEFINITION || mayCut(node.name.value, [...seen, fragment])),
      )
    })
  const schemas = { before, after, cutFragments, mayCut }
  const sweep = (spreadsOnly: boolean) => {
    for (const file of Object.keys(texts)) {
      const next = () => {
        const document = documentIn(file)
        return document && firstRemovable(document, schemas, spreadsOnly)
      }
      for (let gone = next(); gone; gone = next()) remove(file, gone.node, gone.what)
    }
  }
  const remove = (file: string, node: ASTNode, what: string) => {
    removed.push({ what, place: placeOf(node) })
    texts[file] = cutNode(texts[file] ?? '', node)
    if (node.kind !== Kind.FRAGMENT_DEFINITION) return
    cutFragments.add(node.name.value)
    // Before anything else is looked at: what is sole where it stands depends on it.
    sweep(true)
  }
  // Each cut may leave something else unused.
  for (let known = -1; known < removed.length;) {
    known = removed.length
    sweep(false)
    const [first] = unused(texts).filter(({ key }) => !unusedBefore.has(key))
    if (first) remove(first.file, first.node, first.what)
  }
  const changed = Object.fromEntries(Object.entries(texts).filter(([file, text]) => text !== files[file]))
  const definitions = readDefinitions(texts, clientDirectives)
  const left = brokenDocuments(definitions, before, after)
  const types = changedTypes(
    { definitions: readDefinitions(files, clientDirectives), schema: before },
    { definitions, schema: after },
  )
  return { changed, removed, left, types }
}

interface Unused {
  /** The same before and after what stands around it was cut out. */
  readonly key: string
  readonly file: string
  readonly node: VariableDefinitionNode | Definition['node']
  readonly what: string
}

/** Fragments that no operation spreads, and variables that no operation uses. */
function unused(files: Files): Unused[] {
  const definitions = readDefinitions(files)
  const spread = new Set(definitions.filter(({ kind }) => kind !== 'fragment').flatMap(({ fragments }) => fragments))
  return definitions.flatMap((definition): Unused[] => {
    const { name, written: node, fragments } = definition
    const { file } = placeOf(node)
    if (node.kind === Kind.FRAGMENT_DEFINITION) {
      return spread.has(definition) ? [] : [{ key: `fragment ${name}`, file, node, what: `fragment ${name}` }]
    }
    const used = new Set([definition, ...fragments].flatMap((each) => [...variablesIn(each.written)]))
    return (node.variableDefinitions ?? [])
      .filter(({ variable }) => !used.has(variable.name.value))
      .map((variable) => {
        const what = `$${variable.variable.name.value}`
        return { key: `${file} ${name} ${what}`, file, node: variable, what }
      })
  })
}
