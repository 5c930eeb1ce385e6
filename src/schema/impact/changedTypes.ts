import type { GraphQLSchema } from 'graphql'
import type { Definition } from '../documents/definitions.ts'
import { generatedTypes, type Members } from './generatedTypes.ts'
import type { Usage } from './facadeUsage.ts'

/** A generated type that is another one than before. */
export interface ChangedType {
  /** `PeopleQuery`, `PersonFragment`, `Color`. */
  readonly name: string
  /** Whether it is generated still, for the first time, or no longer. */
  readonly how: 'changed' | 'new' | 'gone'
  /** What is different in it; nothing where all of it is gone or new. */
  readonly members: readonly ChangedMember[]
}

/** A member of a generated type, with what it was and what it is; nothing where it was or is not there. */
export interface ChangedMember {
  /** By its path in answers, `organization.users.email`, `being[Robot].model`; of a variable `$first`. */
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Documents and the schema that their types are generated from. */
export interface TypeSource {
  readonly definitions: readonly Definition[]
  readonly schema: GraphQLSchema
}

/** Which generated types are different, by name. What can't be generated, because it is not valid, is left out. */
export function changedTypes(before: TypeSource, after: TypeSource): ChangedType[] {
  const [old, now] = [before, after].map(({ definitions, schema }) => generatedTypes(definitions, schema))
  // What is left to somebody may still need it.
  const isWhole = [...(now?.values() ?? [])].every((members) => members !== undefined)
  const names = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])
  const changes = [...names].flatMap((name): ChangedType[] => {
    const [was, is] = [old?.get(name), now?.get(name)]
    if (was && is) {
      const members = changedMembers(was, is)
      return members.length > 0 ? [{ name, how: 'changed', members }] : []
    }
    if (was) return now?.has(name) || !isWhole ? [] : [{ name, how: 'gone', members: [] }]
    return is && !old?.has(name) ? [{ name, how: 'new', members: [] }] : []
  })
  return changes.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Of what is gone or new with all that is in it, the outermost. */
function changedMembers(old: Members, now: Members): ChangedMember[] {
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path))
  const whole = paths.filter((path) => !old.has(path) || !now.has(path))
  return paths
    .filter((path) => !whole.some((around) => path.startsWith(`${around}.`) || path.startsWith(`${around}[`)))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
}

/** The exported types that are made of changed ones, and the methods that send operations with such a result or variables. */
export function dependentsOf(
  changed: readonly ChangedType[],
  { methods, types }: Usage,
): { methods: string[]; types: string[] } {
  const names = new Set(changed.map(({ name }) => name))
  const isTouched = (operation: string): boolean =>
    ['Query', 'Mutation', 'QueryVariables', 'MutationVariables'].some((kind) => names.has(`${operation}${kind}`))
  const inOrder = (found: readonly string[]) => [...new Set(found)].sort()
  return {
    methods: inOrder(Object.entries(methods).flatMap(([operation, senders]) => (isTouched(operation) ? senders : []))),
    types: inOrder([...names].flatMap((name) => types[name] ?? [])),
  }
}
