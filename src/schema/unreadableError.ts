import { GraphQLError } from 'graphql'

/** A file, schema or document that cannot be read. The message says which one and why. */
export class UnreadableError extends Error {}

/** The reason for an error, with file, line and column where they are known. */
export function reasonOf(error: unknown): string {
  if (error instanceof GraphQLError) {
    const [location] = error.locations ?? []
    const place = error.source && location ? ` (${error.source.name}:${location.line}:${location.column})` : ''
    return `${error.message}${place}`
  }
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'there is no such file' : (code ?? error.message)
}
