import { Kind, type ASTNode, type GraphQLSchema } from 'graphql'
import { changedTypes, type ChangedType } from './changedTypes.ts'
import { diffSchemas } from '../diff/diffSchemas.ts'
import { comparableRenames, findRenames, renamedAt, type GivenRenames, type Renames } from '../diff/renames.ts'
import type { ChangeClass, SchemaChange } from '../diff/schemaChange.ts'
import { placeOf, type Definition, type Place } from '../documents/definitions.ts'
import { capital, resultTypeName } from './generatedTypes.ts'
import { definitionsMentioning } from './definitionsMentioning.ts'
import { changedParts } from './changedParts.ts'
import { exportedTypes, responsePaths, type ChangedPath } from './responsePaths.ts'
import { usedParts, type UsedPart } from './usedParts.ts'
import { brokenDocuments, type BrokenDocument, type Problem } from '../documents/brokenDocuments.ts'
import type { ListQuery } from '../files/listQueries.ts'
import type { Usage } from './facadeUsage.ts'
import { movedParts } from './movedParts.ts'
import type { RootField } from '../sdl/rootFieldRecord.ts'
import { isOfFilters, methodsWriting, newFilters, writtenFilters } from './writtenFilters.ts'

/** A schema change with everything that it affects. */
export interface TouchingChange extends Omit<SchemaChange, 'interface'> {
  /** The effect on the documents: a breaking change of the schema that leaves them and their types as they are is dangerous. */
  readonly class: ChangeClass
  /** Names of operations, including those affected through a fragment. */
  readonly operations: readonly string[]
  readonly fragments: readonly string[]
  /** Filters and orders of the package's lists: `users.where.email`, `users.orderBy.email_ASC`; `users.where` for all. */
  readonly filters: readonly string[]
  readonly methods: readonly string[]
  /** Those of the methods whose calls fail, or whose results change. The others only look something up. */
  readonly answering: readonly string[]
  readonly types: readonly string[]
  readonly places: readonly Place[]
}

/** A change before its effect is judged. */
interface Touched extends Omit<TouchingChange, 'answering'> {
  /** Whether a document names the part, rather than reaching it through a field. */
  readonly isNamed: boolean
  /** Whether documents send the part. */
  readonly isInput: boolean
}

/** The version bump for a package that ships the documents. */
export type Bump = 'major' | 'minor' | 'patch' | 'none'

/** The impact of a new schema on documents. */
export interface Impact {
  /** The worst effect on the documents. `safe`: the schema changed, but no change can harm the documents. */
  readonly verdict: ChangeClass | 'nothing'
  readonly bump: Bump
  /** Number of operations. */
  readonly operations: number
  readonly changes: readonly TouchingChange[]
  /** Number of changes that affect none of the documents. */
  readonly untouched: Readonly<Record<ChangeClass, number>>
  /** Root fields that the API did not have before, of which no document makes use: see `withNewRootFields`. */
  readonly newRootFields: readonly RootField[]
  readonly broken: readonly BrokenDocument[]
  /** The filters or orders of the package's lists of which some are invalid. */
  readonly brokenLists: readonly BrokenList[]
  /** What goes by another name in the new schema, or may do so. */
  readonly renames: Renames
}

/** The filters or orders of a list, of which some are invalid against the new schema. */
export interface BrokenList {
  readonly list: string
  readonly argument: 'where' | 'orderBy'
  readonly problems: readonly Problem[]
  /** Whether some were invalid against the old schema too. */
  readonly alreadyBroken: boolean
}

/**
 * Compares two schemas and finds what the changes affect: documents, filters, methods and exported types.
 *
 * @throws UnreadableError for a given name that one of the schemas has not.
 */
export async function impactOf(
  definitions: readonly Definition[],
  before: GraphQLSchema,
  after: GraphQLSchema,
  usage: Usage = { methods: {}, types: {} },
  given?: GivenRenames,
): Promise<Impact> {
  const renames = comparableRenames(findRenames(before, after, given), before)
  const all = await diffSchemas(before, after, renames)
  const parts = all.map((change) => changedParts(change, after)?.map((part) => renamedAt(part, renames)))
  // The old schema has the removed parts, the new one the added parts.
  const schemas = [before, after]
  const oldNames = new Map([...renames.known.keys()].map((at) => [renamedAt(at, renames), at]))
  const known = parts
    .filter((each) => each !== undefined)
    .flatMap((each) => each.flatMap((at) => withOldName(at, oldNames)))
  const candidates = parts.includes(undefined) ? definitions : definitionsMentioning(definitions, known, schemas)
  const { lists = [] } = usage
  const usesOfAll = (some: readonly Definition[], isOwn: (use: UsedPart) => boolean) =>
    usesByPart(some, schemas, (use) => (isOwn(use) ? { ...use, at: renamedAt(use.at, renames) } : undefined))
  const used: UsesByPart = {
    definitions,
    uses: usesOfAll(candidates, () => true),
    ofLists: usesOfAll(lists.map(definitionOf), isOfFilters),
    oldNames,
  }
  const changes: Touched[] = []
  const untouched = { breaking: 0, dangerous: 0, safe: 0 }
  for (const [index, change] of all.entries()) {
    const touched = touchedBy(change, parts[index] ?? partsOfType(change, used), used, usage)
    const offered = touched ? [] : newFilters(change, lists, after)
    if (touched) changes.push(touched)
    else if (offered.length > 0) changes.push(offering(change, offered, usage))
    else untouched[change.class] += 1
  }
  const brokenBy = (each: readonly Definition[]) =>
    brokenDocuments(each, before, after, movedParts(each, before, after))
  const broken = brokenBy(definitions)
  const brokenLists = lists.flatMap(({ list, argument, definition }) =>
    brokenBy([definition]).map(({ problems, alreadyBroken }): BrokenList => {
      return { list, argument, problems, alreadyBroken }
    }),
  )
  const isBreaking = changes.some((change) => change.class === 'breaking')
  const different = isBreaking ? changedTypes({ definitions, schema: before }, { definitions, schema: after }) : []
  const effects = { broken, brokenLists, different, usage }
  const judged = changes.map((change) => withEffect(change, effects)).sort((a, b) => rank(a) - rank(b))
  const verdict = verdictOf(all, judged, broken.length + brokenLists.length > 0)
  const operations = definitions.filter(({ kind }) => kind !== 'fragment').length
  const bump = bumpOf(verdict, judged)
  const isUsed = ([at]: readonly [string, unknown]) =>
    [used.uses, used.ofLists].some((each) => each.has(renamedAt(at, renames)))
  const unclear = new Map([...renames.unclear].filter(isUsed))
  return {
    verdict,
    bump,
    operations,
    changes: judged,
    untouched,
    newRootFields: [],
    broken,
    brokenLists,
    renames: { ...renames, unclear },
  }
}

/** A part of the new schema, and the name that documents have for it. */
function withOldName(at: string, oldNames: ReadonlyMap<string, string>): string[] {
  const parts = at.split('.')
  const around = parts.map((_, index) => parts.slice(0, index + 1).join('.'))
  return [at, ...around.flatMap((each) => oldNames.get(each) ?? [])]
}

const definitionOf = ({ definition }: ListQuery): Definition => definition

interface UsesByPart {
  readonly definitions: readonly Definition[]
  /** Uses by part of the schema. */
  readonly uses: Uses
  /** Those of the filters and orders that are written at run time. */
  readonly ofLists: Uses
  /** Old coordinates of renamed parts, by the new one. */
  readonly oldNames: ReadonlyMap<string, string>
}

type Uses = ReadonlyMap<string, readonly { readonly definition: Definition; readonly use: UsedPart }[]>

function usesByPart(
  definitions: readonly Definition[],
  schemas: readonly GraphQLSchema[],
  toOwn: (use: UsedPart) => UsedPart | undefined,
): Uses {
  const found = new Map<string, { definition: Definition; use: UsedPart }[]>()
  for (const definition of definitions) {
    for (const use of schemas.flatMap((schema) => usedParts(definition, schema)).flatMap((each) => toOwn(each) ?? [])) {
      const known = found.get(use.at)
      if (known) known.push({ definition, use })
      else found.set(use.at, [{ definition, use }])
    }
  }
  return found
}

/** All used parts of the type that a change is about. */
function partsOfType({ path }: SchemaChange, { uses, ofLists }: UsesByPart): readonly string[] {
  const [head = ''] = path.split('.')
  return [...uses.keys(), ...ofLists.keys()].filter((at) => at === head || at.startsWith(`${head}.`))
}

function touchedBy(
  change: SchemaChange,
  parts: readonly string[],
  { definitions, uses, ofLists, oldNames }: UsesByPart,
  usage: Usage,
): Touched | undefined {
  const direct = usesOf(parts, uses)
  const written = usesOf(parts, ofLists)
  if (direct.size + written.size === 0) return undefined
  const filterUses = new Map(
    (usage.lists ?? []).flatMap((list) => [...writtenFilters(list, written.get(list.definition) ?? [])]),
  )
  const filters = sorted([...filterUses.keys()])
  const all = definitions.filter((definition) => [definition, ...definition.fragments].some((each) => direct.has(each)))
  const operations = all.filter(({ kind }) => kind !== 'fragment')
  const generated: readonly TouchedType[] = [
    ...all.flatMap((definition) => generatedTypes(definition, direct, change)),
    ...[...direct.values()]
      .flat()
      .flatMap(({ at, by }) => (by === 'selection' ? [] : [{ name: at.split('.')[0] ?? '' }])),
    { name: change.path.split('.')[0] ?? '' },
  ]
  return {
    type: change.type,
    class: change.class,
    isNamed: [...direct.values()]
      .flat()
      .some(({ node }) => node.kind !== Kind.FIELD && node.kind !== Kind.OPERATION_DEFINITION),
    isInput: written.size > 0 || [...direct.values()].flat().some(({ by }) => by !== 'selection'),
    message: change.message,
    path: change.path,
    reason: change.reason,
    operations: sorted(operations.map(({ name }) => name)),
    fragments: sorted(all.filter(({ kind }) => kind === 'fragment').map(({ name }) => name)),
    filters,
    methods: sorted([
      ...operations.flatMap(({ name }) => usage.methods[name] ?? []),
      ...methodsWriting(filters, usage.filters),
    ]),
    types: sorted(
      generated.flatMap(({ name, changed }) => exportedTypes(usage.types, oldNames.get(name) ?? name, changed)),
    ),
    places: places([...direct.values(), ...filterUses.values()].flat()),
  }
}

/** A change that gives a list new filters or orders. Nobody can be sent a value that is only written. */
const offering = (change: SchemaChange, filters: readonly string[], usage: Usage): Touched => ({
  isNamed: false,
  isInput: true,
  type: change.type,
  class: 'safe',
  message: change.message,
  path: change.path,
  reason: undefined,
  operations: [],
  fragments: [],
  filters,
  methods: sorted(methodsWriting(filters, usage.filters)),
  types: [],
  places: [],
})

/** The uses of some parts, by the definition that has them. */
function usesOf(parts: readonly string[], uses: Uses): ReadonlyMap<Definition, readonly UsedPart[]> {
  const found = new Map<Definition, UsedPart[]>()
  for (const part of new Set(parts)) {
    for (const { definition, use } of uses.get(part) ?? []) {
      found.set(definition, [...(found.get(definition) ?? []), use])
    }
  }
  return found
}

/** A generated type that contains an affected part, and where if it is a result. */
interface TouchedType {
  readonly name: string
  readonly changed?: readonly ChangedPath[]
}

/** The generated types that contain an affected part. */
function generatedTypes(
  definition: Definition,
  direct: ReadonlyMap<Definition, readonly UsedPart[]>,
  { type }: SchemaChange,
): TouchedType[] {
  const uses = [definition, ...definition.fragments].flatMap((each) => direct.get(each) ?? [])
  const selected = uses.filter(({ by }) => by === 'selection')
  const name = resultTypeName(definition)
  const paths = selected.length > 0 ? responsePaths(definition) : new Map<ASTNode, readonly string[]>()
  const changed = selected.flatMap(({ at, node }) => {
    // A change of a type is inside the fields that return it.
    const isWhole = !at.includes('.') || type.endsWith('_REMOVED')
    return (paths.get(node) ?? []).map((path) => ({ path, isWhole }))
  })
  return [
    ...(selected.length > 0 ? [{ name, changed }] : []),
    ...(uses.length > selected.length ? [{ name: `${name}Variables` }] : []),
  ]
}

const rank = (change: TouchingChange): number => ['breaking', 'dangerous', 'safe'].indexOf(change.class)

interface Effects {
  readonly broken: Impact['broken']
  readonly brokenLists: Impact['brokenLists']
  readonly different: readonly ChangedType[]
  readonly usage: Usage
}

/** The change as what it does to the documents. */
function withEffect(
  { isNamed, isInput, ...change }: Touched,
  { broken, brokenLists, different, usage }: Effects,
): TouchingChange {
  const isBroken = broken.some(({ name }) => [...change.operations, ...change.fragments].includes(name))
  const isBrokenList = brokenLists.some(({ list, argument }) =>
    change.filters.some((filter) => `${filter}.`.startsWith(`${list}.${argument}.`)),
  )
  const generated = [...change.operations, ...change.fragments].flatMap((name) =>
    ['Query', 'Mutation', 'Subscription', 'Fragment'].flatMap((kind) => [
      `${capital(name)}${kind}`,
      `${capital(name)}${kind}Variables`,
    ]),
  )
  const names = new Set([...generated, change.path.split('.')[0]])
  const differing = different.filter(({ name }) => names.has(name))
  const { path, type } = change
  // A new name harms only those who have the old one, whatever else has changed.
  const harms =
    type === 'TYPE_RENAMED'
      ? (isNamed && isBroken) || differing.some((each) => mentions(each, path))
      : isBroken || isBrokenList || differing.length > 0
  const isHarmless = change.class === 'breaking' && !harms
  const own = change.operations.flatMap((operation) => {
    const senders = usage.methods[operation] ?? []
    const named = senders.filter((method) => method.split('.').at(-1)?.toLowerCase() === operation.toLowerCase())
    return named.length > 0 ? named : senders
  })
  return {
    ...change,
    answering: isBroken || isInput ? change.methods : sorted(own),
    ...(isHarmless && { class: 'dangerous', reason: harmlessText }),
  }
}

/** Whether a generated type was about a type of the schema: is the type itself, or has its name in a member. */
const mentions = ({ name, members }: ChangedType, type: string): boolean =>
  name === type ||
  members.some((member) => `${member.path} ${member.before ?? ''}`.match(/\w+/g)?.includes(type) === true)

/** Why a change that breaks others is only dangerous. */
export const harmlessText = 'The operations stay valid, and their generated types as they are.'

function verdictOf(
  all: readonly SchemaChange[],
  touching: readonly TouchingChange[],
  isBroken: boolean,
): Impact['verdict'] {
  const isTouchedBy = (level: ChangeClass) => touching.some((change) => change.class === level)
  if (isBroken || isTouchedBy('breaking')) return 'breaking'
  if (isTouchedBy('dangerous')) return 'dangerous'
  return all.length > 0 ? 'safe' : 'nothing'
}

/**
 * Descriptions and deprecations are a patch. Anything else that affects a type is visible to code that compiles against
 * it.
 */
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
