import { LabelboxError } from '../core/errors.ts'

/** Reads the pages of a list, each of at most `pageSize` records. Pages beyond `limit` records are not requested. */
export type Pages<T> = (pageSize: number, limit?: number) => AsyncGenerator<readonly T[], void, undefined>

/** Identifies a page, and is short enough to be stored for each page of a long list. */
export const pageSignature = (page: readonly { readonly id: string }[]): string =>
  `${page.length} ${page[0]?.id ?? ''} ${page[page.length >> 1]?.id ?? ''} ${page.at(-1)?.id ?? ''}`

/** @throws LabelboxError `INCONSISTENT_RESPONSE` for a page or a cursor that was seen before. */
export function requireNew(seen: Set<string>, key: string, operationName: string): void {
  if (seen.has(key)) throw endless(operationName, 'the same page twice')
  seen.add(key)
}

/** The error for a list that might never end. */
export const endless = (operationName: string, what: string): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    message: `${operationName} stopped: the API returned ${what}, so the list might never end.`,
  })
