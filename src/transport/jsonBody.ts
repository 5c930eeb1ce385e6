import { unwritable, type Prepared } from './document.ts'
import { uniqueWhitespace } from './request/uniqueWhitespace.ts'
import { NotJson, onlyJson } from './request/variables.ts'

/** The body of a request. */
export const jsonBody = (prepared: Prepared, members: object): string => jsonOf(prepared, members) + uniqueWhitespace()

/** The body of a request with the text of its document, which is JSON already. */
export const queryBody = (prepared: Prepared, variables: unknown): string =>
  `{"query":${prepared.json},"variables":${jsonOf(prepared, variables ?? null)}}${uniqueWhitespace()}`

function jsonOf({ operationName }: Prepared, value: unknown): string {
  try {
    // Against its type, it returns `undefined` for a function, and for an object whose `toJSON` returns that.
    return JSON.stringify(value, onlyJson) || 'null'
  } catch (thrown) {
    throw unwritable(operationName, thrown instanceof NotJson ? thrown.kind : undefined)
  }
}
