import type { GraphQLSchema } from 'graphql'
import { changedTypes } from './changedTypes.ts'
import { diffSchemas } from '../diff/diffSchemas.ts'
import type { ChangeClass, SchemaChange } from '../diff/schemaChange.ts'
import { placeOf, type Definition, type Place } from '../documents/definitions.ts'
import { resultTypeName } from './generatedTypes.ts'
import { definitionsMentioning } from './definitionsMentioning.ts'
import { changedParts } from './changedParts.ts'
import { usedParts, type UsedPart } from './usedParts.ts'
import { brokenDocuments, type BrokenDocument } from '../documents/brokenDocuments.ts'
import type { Usage } from './facadeUsage.ts'

/** A change with what it touches. */
export interface TouchingChange extends Omit<SchemaChange, 'interface'> {
  /** Names of operations, those that only spread a fragment which it touches among them. */
  readonly operations: readonly string[]
  readonly fragments: readonly string[]
  readonly methods: readonly string[]
  readonly types: readonly string[]
  readonly places: readonly Place[]
}

/** How a package has to be numbered that ships the documents. */
export type Bump = 'major' | 'minor' | 'patch' | 'none'

/** What a new schema does to documents. */
export interface Impact {
  /** The worst that happens to the documents. `safe`: there are changes, and none that could do harm to these documents. */
  readonly verdict: ChangeClass | 'nothing'
  readonly bump: Bump
  /** How many operations there are. */
  readonly operations: number
  readonly changes: readonly TouchingChange[]
  /** How many changes touch none of the documents. */
  readonly untouched: Readonly<Record<ChangeClass, number>>
  readonly broken: readonly BrokenDocument[]
}

/** Compares two schemas, and says what that does to documents and to what stands on them. */
export async function impactOf(
  definitions: readonly Definition[],
  before: GraphQLSchema,
  after: GraphQLSchema,
  usage: Usage = { methods: {}, types: {} },
): Promise<Impact> {
  const all = await diffSchemas(before, after)
  const parts = all.map((change) => changedParts(change, after))
  // The old schema knows what is gone, and the new one what has come.
  const schemas = [before, after]
  const known = parts.filter((each) => each !== undefined).flat()
  const candidates = parts.includes(undefined) ? definitions : definitionsMentioning(definitions, known, schemas)
  const used: UsesByPart = { definitions, uses: usesByPart(candidates, schemas) }
  const changes: TouchingChange[] = []
  const untouched = { breaking: 0, dangerous: 0, safe: 0 }
  for (const [index, change] of all.entries()) {
    const touched = touchedBy(change, parts[index] ?? partsOfType(change, used), used, usage)
    if (touched) changes.push(touched)
    else untouched[change.class] += 1
  }
  const broken = brokenDocuments(definitions, before, after)
  const isSame = () => changedTypes({ definitions, schema: before }, { definitions, schema: after }).length === 0
  const verdict = verdictOf(all, changes, broken, isSame)
  const operations = definitions.filter(({ kind }) => kind !== 'fragment').length
  return { verdict, bump: bumpOf(verdict, changes), operations, changes, untouched, broken }
}

interface UsesByPart {
  readonly definitions: readonly Definition[]
  /** By the part of the schema that is used. */
  readonly uses: ReadonlyMap<string, readonly { readonly definition: Definition; readonly use: UsedPart }[]>
}

function usesByPart(definitions: readonly Definition[], schemas: readonly GraphQLSchema[]): UsesByPart['uses'] {
  const found = new Map<string, { definition: Definition; use: UsedPart }[]>()
  for (const definition of definitions) {
    for (const use of schemas.flatMap((schema) => usedParts(definition, schema))) {
      const known = found.get(use.at)
      if (known) known.push({ definition, use })
      else found.set(use.at, [{ definition, use }])
    }
  }
  return found
}

/** All that is used of the type that a change is about. */
function partsOfType({ path }: SchemaChange, { uses }: UsesByPart): readonly string[] {
  const [head = ''] = path.split('.')
  return [...uses.keys()].filter((at) => at === head || at.startsWith(`${head}.`))
}

function touchedBy(
  change: SchemaChange,
  parts: readonly string[],
  { definitions, uses }: UsesByPart,
  usage: Usage,
): TouchingChange | undefined {
  const direct = new Map<Definition, UsedPart[]>()
  for (const part of new Set(parts)) {
    for (const { definition, use } of uses.get(part) ?? []) {
      direct.set(definition, [...(direct.get(definition) ?? []), use])
    }
  }
  if (direct.size === 0) return undefined
  const all = definitions.filter((definition) => [definition, ...definition.fragments].some((each) => direct.has(each)))
  const operations = all.filter(({ kind }) => kind !== 'fragment')
  const generated = [
    ...all.flatMap((definition) => generatedTypes(definition, direct)),
    ...[...direct.values()].flat().flatMap(({ at, by }) => (by === 'selection' ? [] : [at.split('.')[0] ?? ''])),
    change.path.split('.')[0] ?? '',
  ]
  return {
    type: change.type,
    class: change.class,
    message: change.message,
    path: change.path,
    reason: change.reason,
    operations: sorted(operations.map(({ name }) => name)),
    fragments: sorted(all.filter(({ kind }) => kind === 'fragment').map(({ name }) => name)),
    methods: sorted(operations.flatMap(({ name }) => usage.methods[name] ?? [])),
    types: sorted(generated.flatMap((name) => usage.types[name] ?? [])),
    places: places([...direct.values()].flat()),
  }
}

/** The names that codegen gives to the types of what is touched. */
function generatedTypes(definition: Definition, direct: ReadonlyMap<Definition, readonly UsedPart[]>): string[] {
  const uses = [definition, ...definition.fragments].flatMap((each) => direct.get(each) ?? [])
  const result = resultTypeName(definition)
  return [
    ...(uses.some(({ by }) => by === 'selection') ? [result] : []),
    ...(uses.some(({ by }) => by !== 'selection') ? [`${result}Variables`] : []),
  ]
}

function verdictOf(
  all: readonly SchemaChange[],
  touching: readonly TouchingChange[],
  broken: readonly BrokenDocument[],
  isSame: () => boolean,
): Impact['verdict'] {
  const isTouchedBy = (level: ChangeClass) => touching.some((change) => change.class === level)
  // A type that only goes by another name breaks no document, nor what is made from it.
  if (broken.length > 0 || (isTouchedBy('breaking') && !isSame())) return 'breaking'
  if (isTouchedBy('breaking') || isTouchedBy('dangerous')) return 'dangerous'
  return all.length > 0 ? 'safe' : 'nothing'
}

/** Words and warnings are a patch; whatever else touches a type is seen by who compiles against it. */
function bumpOf(verdict: Impact['verdict'], touching: readonly TouchingChange[]): Bump {
  if (verdict === 'breaking') return 'major'
  if (touching.length === 0) return 'none'
  return touching.every(({ type }) => /DESCRIPTION|DEPRECATION/.test(type)) ? 'patch' : 'minor'
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort()

function places(uses: readonly UsedPart[]): Place[] {
  const found = new Map(uses.map(({ node }) => [node, placeOf(node)] as const))
  const byText = new Map([...found.values()].map((place) => [`${place.file}:${place.line}:${place.column}`, place]))
  return [...byText.values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  )
}
