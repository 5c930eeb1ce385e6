/** What depends on the operations: methods, by operation, and exported types, by generated type. */
export interface Usage {
  readonly methods: Readonly<Record<string, readonly string[]>>
  readonly types: Readonly<Record<string, readonly string[]>>
}
