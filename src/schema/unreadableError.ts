import { GraphQLError } from 'graphql'

/** Something that was named and can't be read; the message is for who named it. */
export class UnreadableError extends Error {}

/** Why something can't be read, with the place where it is known. */
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
