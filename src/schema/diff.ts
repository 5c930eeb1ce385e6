import { CriticalityLevel, diff } from '@graphql-inspector/core'
import type { GraphQLSchema } from 'graphql'

/** One difference between two schemas. */
export interface SchemaChange {
  readonly message: string
  /** `Type.field.argument`, where the change has a place. */
  readonly path: string
  /** Why a dangerous change is one; of the others it goes without saying. */
  readonly reason: string | undefined
}

/** The differences by what they can do to a client. */
export interface SchemaDiff {
  readonly breaking: readonly SchemaChange[]
  readonly dangerous: readonly SchemaChange[]
  readonly safe: readonly SchemaChange[]
}

/** What changed from one schema to another, in an order that depends on nothing but the two. */
export async function diffSchemas(before: GraphQLSchema, after: GraphQLSchema): Promise<SchemaDiff> {
  const all = await diff(before, after)
  // Deprecations are reported by name already; a directive's use as such says nothing to a client.
  const changes = all.filter((change) => !String(change.type).startsWith('DIRECTIVE_USAGE'))
  const at = (level: CriticalityLevel): SchemaChange[] =>
    changes
      .filter((change) => change.criticality.level === level)
      .map(({ message, path = '', criticality }) => ({
        message,
        path,
        reason: level === CriticalityLevel.Dangerous ? criticality.reason : undefined,
      }))
      .sort((a, b) => compare(a.path, b.path) || compare(a.message, b.message))
  return {
    breaking: at(CriticalityLevel.Breaking),
    dangerous: at(CriticalityLevel.Dangerous),
    safe: at(CriticalityLevel.NonBreaking),
  }
}

/** By code unit and not by locale: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
