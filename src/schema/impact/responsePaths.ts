import { Kind, type ASTNode, type SelectionSetNode } from 'graphql'
import type { Definition } from '../documents/definitions.ts'

/**
 * Where the selections of a definition are in its result, those of its fragments included: `organization.users.email` for
 * a field. A condition on a type has the path of the field around it.
 */
export function responsePaths({ node, fragments }: Definition): ReadonlyMap<ASTNode, readonly string[]> {
  const paths = new Map<ASTNode, string[]>()
  const known = new Map(fragments.map((fragment) => [fragment.name, fragment.node]))
  const note = (part: ASTNode, path: string) => {
    const found = paths.get(part)
    if (found === undefined) paths.set(part, [path])
    else if (!found.includes(path)) found.push(path)
    else return false
    return true
  }
  const read = ({ selections }: SelectionSetNode, around: string) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value
        const path = around === '' ? key : `${around}.${key}`
        note(selection, path)
        if (selection.selectionSet) read(selection.selectionSet, path)
        continue
      }
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : known.get(selection.name.value)
      // A fragment that is spread twice at one place adds nothing.
      if (inner && note(inner, around)) read(inner.selectionSet, around)
    }
  }
  note(node, '')
  read(node.selectionSet, '')
  return paths
}

/** A change in a generated type. */
export interface ChangedPath {
  readonly path: string
  /** Whether the change also affects what is around: the member is gone, or everything inside it is of another kind. */
  readonly isWhole: boolean
}

/**
 * The exported types that contain a generated type. With what changes in it, only those that contain a change: a table's
 * key may name the part that a type is made of, as `GetMembersQuery.organization.users`.
 */
export function exportedTypes(
  types: Readonly<Record<string, readonly string[]>>,
  name: string,
  changed?: readonly ChangedPath[],
): string[] {
  const isAround = (path: string, inner: string) => inner.startsWith(`${path}.`) || inner.startsWith(`${path}[`)
  return Object.entries(types).flatMap(([key, exported]) => {
    if (key === name) return exported
    if (!key.startsWith(`${name}.`)) return []
    const part = key.slice(name.length + 1)
    const isChanged = ({ path, isWhole }: ChangedPath) =>
      isAround(part, path) || (isWhole && (path === part || isAround(path, part)))
    return changed === undefined || changed.some(isChanged) ? exported : []
  })
}
