import { Kind, parse, Source, type ASTNode, type GraphQLSchema, type VariableDefinitionNode } from 'graphql'
import { changedTypes, type ChangedType } from '../impact/changedTypes.ts'
import { renamedSchema } from '../diff/renamedSchema.ts'
import { findRenames, renamedAt, type GivenRenames, type Renames } from '../diff/renames.ts'
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
import { renamedText, type Renaming } from './renamedText.ts'
import { firstRemovable, removalsForSpreads } from './removableParts.ts'
import { brokenDocuments, type BrokenDocument } from '../documents/brokenDocuments.ts'

/** A part that was removed from a document. */
interface Removal {
  readonly what: string
  /** Position at the time of removal; earlier removals may have shifted lines. */
  readonly place: Place
}

/** Documents after removing what the new schema does not have. */
export interface Repair {
  /** Changed files. An empty text means that nothing is left. */
  readonly changed: Files
  readonly removed: readonly Removal[]
  /** Names that were replaced by those of the new schema. */
  readonly renamed: readonly Renaming[]
  /** Parts that documents name, that are gone and may have another name. Nothing of them was removed. */
  readonly unclear: Renames['unclear']
  /** Documents that are still invalid and need a decision. */
  readonly left: readonly BrokenDocument[]
  /** Generated types that change with the documents. */
  readonly types: readonly ChangedType[]
}

export interface RepairOptions {
  readonly clientDirectives?: readonly string[] | undefined
  /** What goes by another name, where the schemas do not say so clearly. */
  readonly renames?: GivenRenames | undefined
}

/**
 * Changes documents to the new schema: takes over the new names of types, and removes what is gone and what becomes
 * unused or empty by that. Everything else stays as written. What may have another name is left.
 *
 * @throws UnreadableError for a given name that one of the schemas has not.
 */
export function applyTo(
  files: Files,
  old: GraphQLSchema,
  after: GraphQLSchema,
  { clientDirectives, renames: given }: RepairOptions = {},
): Repair {
  const renames = findRenames(old, after, given)
  const before = renamedSchema(old, renames)
  const taken = Object.entries(files).map(([file, text]) => [file, renamedText(text, file, old, renames)] as const)
  const texts: Record<string, string> = Object.fromEntries(taken.map(([file, { text }]) => [file, text]))
  const named = new Set<string>()
  const isUnclear = (at: string): boolean => {
    if (unclearNow.has(at)) named.add(at)
    return unclearNow.has(at)
  }
  const unclearNow = new Set([...renames.unclear.keys()].map((at) => renamedAt(at, renames)))
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
  const schemas = { before, after, cutFragments, mayCut, isUnclear }
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
    // Spreads go first: whether a later selection is the only one depends on them.
    sweep(true)
  }
  // Each removal may leave something else unused.
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
    { definitions: readDefinitions(files, clientDirectives), schema: old },
    { definitions, schema: after },
  )
  const unclear = new Map([...renames.unclear].filter(([at]) => named.has(renamedAt(at, renames))))
  const renamed = taken.flatMap(([, { renamings }]) => renamings)
  return { changed, removed, renamed, unclear, left, types }
}

interface Unused {
  /** Identifies the part before and after edits around it. */
  readonly key: string
  readonly file: string
  readonly node: VariableDefinitionNode | Definition['node']
  readonly what: string
}

/** Finds fragments that no operation spreads and variables that no operation uses. */
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
