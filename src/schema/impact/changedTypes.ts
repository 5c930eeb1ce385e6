import type { GraphQLSchema } from 'graphql'
import type { Definition } from '../documents/definitions.ts'
import { generatedTypes, type Members } from './generatedTypes.ts'
import type { Usage } from './facadeUsage.ts'
import { exportedTypes, type ChangedPath } from './responsePaths.ts'
import { usedParts } from './usedParts.ts'

/** A generated type that differs between two schemas. */
export interface ChangedType {
  readonly name: string
  /** `changed`, generated for the first time (`new`), or not generated any more (`gone`). */
  readonly how: 'changed' | 'new' | 'gone'
  /** The differences of a changed type; empty for `new` and `gone`. */
  readonly members: readonly ChangedMember[]
}

/** A member of a generated type with its old and new type. Undefined where it does not exist. */
export interface ChangedMember {
  /** Path in the result: `organization.users.email`, `being[Robot].model`; `$first` for a variable. */
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Documents with the schema that their types are generated from. */
export interface TypeSource {
  readonly definitions: readonly Definition[]
  readonly schema: GraphQLSchema
}

/** Finds the generated types that differ, by name. Types of invalid documents are ignored. */
export function changedTypes(before: TypeSource, after: TypeSource): ChangedType[] {
  const [old, now] = [before, after].map(({ definitions, schema }) => generatedTypes(definitions, schema))
  // A definition that could not be generated may still need a type that seems gone.
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

/** For members that appear or disappear with everything inside them, only the outermost. */
function changedMembers(old: Members, now: Members): ChangedMember[] {
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path))
  const whole = paths.filter((path) => !old.has(path) || !now.has(path))
  return paths
    .filter((path) => !whole.some((around) => path.startsWith(`${around}.`) || path.startsWith(`${around}[`)))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
}

const changedPath = ({ path, after }: ChangedMember): ChangedPath => ({ path, isWhole: after === undefined })

/**
 * The exported types built on changed types, and the methods whose operations have changed results or variables, the
 * enums and inputs in them included.
 */
export function dependentsOf(
  changed: readonly ChangedType[],
  { methods, types }: Usage,
  sources: readonly TypeSource[],
): { methods: string[]; types: string[] } {
  const names = new Set(changed.map(({ name }) => name))
  const using = new Set(
    sources.flatMap(({ definitions, schema }) =>
      definitions
        .filter((each) =>
          [each, ...each.fragments].some((one) => usedParts(one, schema).some(({ at }) => names.has(at))),
        )
        .map(({ name }) => name),
    ),
  )
  const isTouched = (operation: string): boolean =>
    using.has(operation) ||
    ['Query', 'Mutation', 'QueryVariables', 'MutationVariables'].some((kind) => names.has(`${operation}${kind}`))
  const inOrder = (found: readonly string[]) => [...new Set(found)].sort()
  return {
    methods: inOrder(Object.entries(methods).flatMap(([operation, senders]) => (isTouched(operation) ? senders : []))),
    types: inOrder(
      changed.flatMap(({ name, how, members }) =>
        exportedTypes(types, name, how === 'changed' ? members.map(changedPath) : undefined),
      ),
    ),
  }
}
