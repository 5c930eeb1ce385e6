/** What stands on the operations: the methods by operation, the exported types by generated type. */
export interface Usage {
  readonly methods: Readonly<Record<string, readonly string[]>>
  readonly types: Readonly<Record<string, readonly string[]>>
}
