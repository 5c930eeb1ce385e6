import { unwritable, type Prepared } from './document.ts'
import { uniqueWhitespace } from './request/uniqueWhitespace.ts'
import { NotJson, onlyJson } from './request/variables.ts'

/** The body of a request. */
export function jsonBody({ operationName }: Prepared, members: object): string {
  try {
    return JSON.stringify(members, onlyJson) + uniqueWhitespace()
  } catch (thrown) {
    throw unwritable(operationName, thrown instanceof NotJson ? thrown.kind : undefined)
  }
}
