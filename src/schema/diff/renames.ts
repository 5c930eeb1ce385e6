import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql'
import { hasPart, membersOf, type Member } from '../sdl/typeMembers.ts'
import { UnreadableError } from '../unreadableError.ts'

/** Parts of the old schema that the new one may have under other names, each by its old coordinate. */
export interface Renames {
  /** The new name: `Webhook` to `Hook`, `User.nickname` to `alias`. */
  readonly known: ReadonlyMap<string, string>
  /** Parts that are gone and may have another name, with the names that they may have; a person has to decide. */
  readonly unclear: ReadonlyMap<string, readonly string[]>
}

/** Names that a person gave, by old coordinate. Empty: the part has no other name. */
export type GivenRenames = ReadonlyMap<string, string>

/**
 * Finds types that go by another name: what used to return or take the old type returns or takes the new one, and they
 * share at least half of their members. Other names of members are only suggested.
 *
 * @throws UnreadableError for a given name that one of the schemas has not.
 */
export function findRenames(before: GraphQLSchema, after: GraphQLSchema, given: GivenRenames = new Map()): Renames {
  requireParts(given, before, after)
  const known = new Map([...given].filter(([, name]) => name !== ''))
  const gone = typesOf(before).filter(({ name }) => !after.getType(name) && !given.has(name))
  let unclear = new Map<string, readonly string[]>()
  let places = successors(before, after, known)
  // Each type whose new name is known leads to those that its members return.
  for (let count = -1; gone.length > 0 && count < known.size;) {
    if (count !== -1) places = successors(before, after, known)
    count = known.size
    const open = gone.filter(({ name }) => !known.has(name))
    const candidates = new Map(open.map((type) => [type, candidatesFor(type, { before, after, places, known })]))
    const claimed = [...candidates.values()].flatMap((each) => [...(each ?? [])])
    // Nothing tells one scalar from another, so that a person has to.
    const isClear = (type: GraphQLNamedType, found: ReadonlySet<GraphQLNamedType>): boolean => {
      const [only, ...others] = found
      const isSole = only !== undefined && others.length === 0 && claimed.filter((each) => each === only).length === 1
      return (
        isSole &&
        !before.getType(only.name) &&
        !isScalarType(type) &&
        isOfKind(type, only) &&
        alike(type, only, before, after) >= 0.5
      )
    }
    unclear = new Map()
    for (const [type, found] of candidates) {
      if (found === undefined) continue
      if (isClear(type, found)) known.set(type.name, [...found].map(({ name }) => name).join())
      else
        unclear.set(
          type.name,
          [...found].filter((each) => isOfKind(type, each)).map(({ name }) => name),
        )
    }
  }
  for (const [name, names] of movedTypes(before, after, places)) {
    if (!given.has(name)) unclear.set(name, names)
  }
  for (const [coordinate, names] of unclearMembers(before, after, known, given)) unclear.set(coordinate, names)
  return { known, unclear }
}

/**
 * The renames that a comparison of two schemas may follow. A type that got the name of another old type is not one: the
 * new type can't be compared with both of them.
 */
export function comparableRenames({ known, unclear }: Renames, before: GraphQLSchema): Renames {
  const names = [...known].filter(([at]) => !at.includes('.')).map(([, name]) => name)
  const isMerged = (at: string): boolean => {
    const [type = ''] = at.split('.')
    const name = known.get(type)
    if (name === undefined) return false
    return names.filter((each) => each === name).length > 1 || (before.getType(name) !== undefined && !known.has(name))
  }
  return { known: new Map([...known].filter(([at]) => !isMerged(at))), unclear }
}

/** The coordinate of a part of the old schema in the new one. */
export function renamedAt(at: string, { known }: Pick<Renames, 'known'>): string {
  if (known.size === 0) return at
  const parts = at.split('.')
  return parts.map((part, index) => known.get(parts.slice(0, index + 1).join('.')) ?? part).join('.')
}

interface Search {
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
  readonly places: Successors
  readonly known: ReadonlyMap<string, string>
}

/** The types that are where a type was. Undefined if nothing is left of the places where it was. */
function candidatesFor(
  type: GraphQLNamedType,
  { before, after, places, known }: Search,
): ReadonlySet<GraphQLNamedType> | undefined {
  const found = new Set([...(places.get(type.name) ?? [])].flatMap((name) => after.getType(name) ?? []))
  // A type that fragments alone lead to is recognized by its members.
  if (found.size === 0) for (const other of relatedTypes(type, { before, after, known })) found.add(other)
  return found.size > 0 ? found : undefined
}

/** New types that are as possible types, or have the possible types, that a type was or had. */
function relatedTypes(
  type: GraphQLNamedType,
  { before, after, known }: Pick<Search, 'before' | 'after' | 'known'>,
): GraphQLNamedType[] {
  const isNew = (other: GraphQLNamedType) => !before.getType(other.name) && alike(type, other, before, after) >= 0.5
  const there = ({ name }: GraphQLNamedType) => after.getType(renamedAt(name, { known }))
  if (isAbstractType(type)) {
    const possible = before.getPossibleTypes(type).map(there)
    return typesOf(after).filter(
      (other) =>
        isAbstractType(other) && isNew(other) && after.getPossibleTypes(other).some((each) => possible.includes(each)),
    )
  }
  if (!isObjectType(type)) return []
  return typesOf(before).flatMap((around) => {
    const same = there(around)
    if (!isAbstractType(around) || !isAbstractType(same) || !before.isSubType(around, type)) return []
    return after.getPossibleTypes(same).filter(isNew)
  })
}

/**
 * Types that are still there, but at none of their places: what is there instead and is alike may be what they were.
 */
function movedTypes(before: GraphQLSchema, after: GraphQLSchema, places: Successors): Map<string, string[]> {
  const moved = new Map<string, string[]>()
  for (const [name, others] of places) {
    const type = before.getType(name)
    if (!isCompositeType(type) || !after.getType(name) || others.has(name)) continue
    const found = [...others].flatMap((other) => after.getType(other) ?? [])
    const alikes = found.filter((other) => isOfKind(type, other) && alike(type, other, before, after) >= 0.5)
    if (alikes.length > 0)
      moved.set(
        name,
        alikes.map((other) => other.name),
      )
  }
  return moved
}

/** By type, the types that are where it was: at a field, an argument, an input field, a root. */
type Successors = ReadonlyMap<string, ReadonlySet<string>>

function successors(before: GraphQLSchema, after: GraphQLSchema, known: Search['known']): Successors {
  const found = new Map<string, Set<string>>()
  const note = (old: string | undefined, now: string | undefined) => {
    if (old === undefined || now === undefined) return
    const others = found.get(old)
    if (others) others.add(now)
    else found.set(old, new Set([now]))
  }
  note(before.getQueryType()?.name, after.getQueryType()?.name)
  note(before.getMutationType()?.name, after.getMutationType()?.name)
  note(before.getSubscriptionType()?.name, after.getSubscriptionType()?.name)
  const isRenamed = known.size > 0
  const nameOf = (own: string, at: () => string): string => (isRenamed ? (known.get(at()) ?? own) : own)
  for (const type of typesOf(before)) {
    const there = fieldsOf(after.getType(nameOf(type.name, () => type.name)))
    for (const field of Object.values(fieldsOf(type))) {
      const at = () => `${type.name}.${field.name}`
      const same = there[nameOf(field.name, at)]
      if (!same) continue
      note(getNamedType(field.type).name, getNamedType(same.type).name)
      for (const argument of field.args ?? []) {
        const name = nameOf(argument.name, () => `${at()}.${argument.name}`)
        const now = same.args?.find((each) => each.name === name)
        note(getNamedType(argument.type).name, now && getNamedType(now.type).name)
      }
    }
  }
  return found
}

/** What fields of objects, interfaces and inputs have in common. */
interface Field {
  readonly name: string
  readonly type: GraphQLType
  readonly args?: readonly GraphQLArgument[]
}

/** Without a prototype, as that of graphql: a field may be named `constructor`. */
const noFields = Object.create(null) as Readonly<Record<string, Field>>

const fieldsOf = (type: GraphQLNamedType | undefined): Readonly<Record<string, Field>> =>
  isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : noFields

const typesOf = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))

const isOfKind = (old: GraphQLNamedType, now: GraphQLNamedType): boolean => old.constructor === now.constructor

/** The share of members that two types have in common, of all members that they have. */
function alike(old: GraphQLNamedType, now: GraphQLNamedType, before: GraphQLSchema, after: GraphQLSchema): number {
  // Types of members may have other names too.
  const signatures = (type: GraphQLNamedType, other: GraphQLSchema): string[] =>
    isUnionType(type)
      ? type.getTypes().map(({ name }) => (other.getType(name) ? name : '*'))
      : [...membersOf(type)].map(([name, { type: of }]) => `${name}: ${anonymous(of, other)}`)
  const [was, is] = [new Set(signatures(old, after)), new Set(signatures(now, before))]
  const all = new Set([...was, ...is])
  return all.size === 0 ? 0 : [...was].filter((each) => is.has(each)).length / all.size
}

const anonymous = (type: string, other: GraphQLSchema): string =>
  type.replace(/\w+/g, (name) => (other.getType(name) ? name : '*'))

/** Members that are gone, with new ones of the same type that have a similar name or the same description. */
function unclearMembers(
  before: GraphQLSchema,
  after: GraphQLSchema,
  known: ReadonlyMap<string, string>,
  given: GivenRenames,
): Map<string, string[]> {
  const unclear = new Map<string, string[]>()
  const compare = (coordinate: string, old: ReadonlyMap<string, Member>, now: ReadonlyMap<string, Member>) => {
    const added = [...now].filter(([name]) => !old.has(name) && ![...known.values()].includes(name))
    for (const [name, member] of old) {
      const at = `${coordinate}.${name}`
      const there = now.get(known.get(at) ?? name)
      if (there) compare(at, member.arguments, there.arguments)
      else if (!given.has(at)) {
        const found = added.filter(([other, { type, description }]) => {
          const isSimilar = isNear(name, other) || (description !== '' && description === member.description)
          const isSame = renamedType(member.type, known) === type
          return isSame && (isSimilar || isCompositeType(before.getType(member.type.replaceAll(/[[\]!]/g, ''))))
        })
        if (found.length > 0)
          unclear.set(
            at,
            found.map(([other]) => other),
          )
      }
    }
  }
  for (const type of typesOf(before)) {
    const there = after.getType(known.get(type.name) ?? type.name)
    // Most types have lost nothing.
    if (known.size === 0 && there && hasAllOf(type, there)) continue
    if (there && isEnumType(type) === isEnumType(there)) compare(type.name, membersOf(type), membersOf(there))
  }
  return unclear
}

/** Whether a type has all fields and arguments that it had. */
function hasAllOf(old: GraphQLNamedType, now: GraphQLNamedType): boolean {
  if (isEnumType(old)) return isEnumType(now) && old.getValues().every(({ name }) => now.getValue(name))
  const there = fieldsOf(now)
  return Object.values(fieldsOf(old)).every((field) => {
    const same = there[field.name]
    return same && (field.args ?? []).every(({ name }) => same.args?.some((each) => each.name === name))
  })
}

const renamedType = (type: string, known: ReadonlyMap<string, string>): string =>
  type.replace(/\w+/g, (name) => known.get(name) ?? name)

/** Whether two names differ in their case or underscores alone, or one is part of the other. */
function isNear(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((name) => name.replaceAll('_', '').toLowerCase())
  return a.includes(b) || b.includes(a)
}

function requireParts(given: GivenRenames, before: GraphQLSchema, after: GraphQLSchema): void {
  if (given.size === 0) return
  const there = successors(before, after, given)
  const hasMoved = (type: string): boolean => there.get(type)?.has(type) === false
  for (const [at, name] of given) {
    const flag = `--rename ${at}=${name}`
    if (at.startsWith('@')) throw new UnreadableError(`${flag}: a directive can't be renamed.`)
    if (!hasPart(before, at)) throw new UnreadableError(`${flag}: the old schema has no ${at}.`)
    const [type = '', ...path] = at.split('.')
    // The type around a member may have another name too.
    const around = renamedAt(at.split('.').slice(0, -1).join('.'), { known: given })
    const [former, now] = [at.slice(at.lastIndexOf('.') + 1), name].map((own) =>
      around === '' ? own : `${around}.${own}`,
    )
    if (hasPart(after, former ?? '') && !(path.length === 0 && hasMoved(type)))
      throw new UnreadableError(`${flag}: the new schema still has ${former ?? ''}.`)
    if (name !== '' && !hasPart(after, now ?? ''))
      throw new UnreadableError(`${flag}: the new schema has no ${now ?? ''}.`)
    const [was, is] = [before.getType(type), after.getType(name)]
    if (path.length === 0 && was && is && was.constructor !== is.constructor) {
      throw new UnreadableError(`${flag}: they are types of different kinds.`)
    }
  }
}
