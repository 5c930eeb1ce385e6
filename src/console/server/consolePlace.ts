/** Where a console works, for people. */
export interface ConsolePlace {
  readonly host: string
  readonly isSandbox: boolean
}
