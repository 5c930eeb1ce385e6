import type { Files } from '../documents/definitions.ts'
import { readDocuments } from './readFiles.ts'

/** Where a fragment of this package is, for reports: the path that users import. */
const folder = '@labelbox-org/tools/fragments/'

/** Whether a file is one of this package, which the tools read and never write. */
export const isPackageFragment = (file: string): boolean => file.startsWith(folder)

/**
 * Reads the documents of a user, with the fragments of this package that they spread and do not define.
 *
 * @throws UnreadableError if no file matches, or one cannot be read.
 */
export async function readUserDocuments(patterns: readonly string[]): Promise<Files> {
  const files = await readDocuments(patterns)
  const { documents } = await import('../../../generated/documents.ts')
  const all = Object.entries(documents).filter(([file]) => file.startsWith('graphql/fragments/'))
  const texts = Object.values(files)
  const namesIn = (pattern: RegExp) =>
    new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)))
  const isMissing = (text: string): boolean => {
    const [[, name] = []] = text.matchAll(definitions)
    return namesIn(spreads).has(name) && !namesIn(definitions).has(name)
  }
  // A fragment may spread another one.
  const added: Record<string, string> = {}
  for (let next = all.find(([, text]) => isMissing(text)); next; next = all.find(([, text]) => isMissing(text))) {
    const [file, text] = next
    texts.push(text)
    added[file.replace('graphql/fragments/', folder)] = text
  }
  return { ...files, ...added }
}

const definitions = /\bfragment\s+(\w+)/g
const spreads = /\.\.\.\s*(\w+)/g
