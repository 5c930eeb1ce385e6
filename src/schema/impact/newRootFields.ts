import type { GraphQLSchema } from 'graphql'
import { renamedAt } from '../diff/renames.ts'
import { rootFieldKey, rootFieldsOf, rootTypes, type RootField } from '../sdl/rootFieldRecord.ts'
import type { Impact } from './impact.ts'

/** A schema, and the root fields that the API has besides those of the schema. */
interface Known {
  readonly schema: GraphQLSchema
  readonly recorded: readonly RootField[]
}

/** All root fields that a snapshot knows of the API, in its schema or in its record. */
export const knownRootFields = ({ schema, recorded }: Known): readonly RootField[] => {
  const own = rootFieldsOf(schema)
  const names = new Set(own.map(rootFieldKey))
  return [...own, ...recorded.filter((field) => !names.has(rootFieldKey(field)))]
}

/** Adds the root fields that the API did not have before and that no document names. They harm no document. */
export function withNewRootFields(impact: Impact, before: Known, after: Known): Impact {
  const known = new Set(knownRootFields(before).map(rootFieldKey))
  const added = knownRootFields(after).filter((field) => !known.has(rootFieldKey(field)))
  const { renames } = impact
  const renamed = [...renames.known.keys()].map((at) => renamedAt(at, renames))
  const touched = new Set([...impact.changes.map(({ path }) => path), ...renamed])
  const roots = new Map(rootTypes(after.schema).map(([kind, type]) => [kind, type]))
  const newRootFields = added.filter(({ kind, name }) => !touched.has(`${roots.get(kind)?.name ?? ''}.${name}`))
  if (newRootFields.length === 0) return impact
  // What is named is not counted as well.
  const former = new Set(rootTypes(before.schema).map(([kind]) => kind))
  const counted = newRootFields.filter(({ kind, name }) => former.has(kind) && roots.get(kind)?.getFields()[name])
  const { untouched, verdict } = impact
  return {
    ...impact,
    verdict: verdict === 'nothing' ? 'safe' : verdict,
    untouched: { ...untouched, safe: untouched.safe - counted.length },
    newRootFields,
  }
}
