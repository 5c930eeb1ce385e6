/** The effect of a change on a client that uses the changed part. */
export type ChangeClass = 'breaking' | 'dangerous' | 'safe'

export interface SchemaChange {
  /** Kind of change, named as in GraphQL Inspector where it exists there: `FIELD_REMOVED`. */
  readonly type: string
  readonly class: ChangeClass
  readonly message: string
  /** `Type.field.argument`; empty if the change concerns the whole schema. */
  readonly path: string
  /** Why a dangerous change is dangerous. */
  readonly reason: string | undefined
  /** The interface that a type has gained or lost. */
  readonly interface: string | undefined
}
