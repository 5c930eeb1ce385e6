/** What a change can do to a client that uses what it is about. */
export type ChangeClass = 'breaking' | 'dangerous' | 'safe'

/** One difference between two schemas. */
export interface SchemaChange {
  /** Its kind, by GraphQL Inspector's name where it has one: `FIELD_REMOVED`. */
  readonly type: string
  readonly class: ChangeClass
  readonly message: string
  /** `Type.field.argument`, where the change has a place. */
  readonly path: string
  /** Why a dangerous change is one; of the others it goes without saying. */
  readonly reason: string | undefined
  /** Of a new interface of a type, or one that it has no longer: its name. */
  readonly interface: string | undefined
}
