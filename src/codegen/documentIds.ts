import { createHash } from 'node:crypto'
import { documentText } from '../core/documentText.ts'
import { withTypenames } from '../core/withTypenames.ts'

type Sendable = Parameters<typeof documentText>[0]

/** The SHA-256 of a document's text, as it is written, and as urql's caches send it: with `__typename` in each selection. */
export function documentIds({ definitions }: { readonly definitions: readonly unknown[] }): readonly [string, string] {
  // A copy, as urql adds the text to what it prints.
  const document = { kind: 'Document', definitions } as unknown as Sendable
  return [idOf(document), idOf(withTypenames(document))]
}

const idOf = (document: Sendable): string => createHash('sha256').update(documentText(document)).digest('hex')

/** The code of a list of trusted documents, for `labelboxProxy`. */
export const trustedDocumentsCode = (ids: ReadonlyMap<string, readonly [string, string]>): string =>
  [
    '/** Every document of this file, with the ids by which pages ask `labelboxProxy` for it. */',
    'export const trustedDocuments: readonly TrustedDocument[] = [',
    ...[...ids].map(([name, [plain, typed]]) => `  { document: ${name}, ids: ['${plain}', '${typed}'] },`),
    ']',
  ].join('\n')
