import { getSystemErrorMap } from 'node:util'
import { proxyNote } from './proxy.ts'
import { requestTarget } from './requests.ts'

/** What the client's messages tell a program to write, and what a person types instead. */
const wordings: readonly (readonly [from: string | RegExp, to: string])[] = [
  ['with ifInvited', 'with --if-invited'],
  ["with ifSeatsShort: 'fill'", 'with --fill-seats'],
  ["with onUnknown: 'resend'", 'with --resend-unknown'],
  ['with updateOrganizationRole', 'with “members role”'],
  ['in users() and getInvites()', 'with “members list” and “invites list”'],
  [/\broleArn\b/g, '--role-arn'],
  [/\breadBucket\b/g, '--read-bucket'],
  [/\breadContainerUrl\b/g, '--read-container-url'],
  [/\btenantId\b/g, '--tenant-id'],
  [', or allowInsecureHttp if nobody else is on the network', ''],
]

/** Parts of messages by their beginning and their end. */
const parts: readonly (readonly [begin: string, end: string, to: string])[] = [
  [', which this error has as `', '`', ''],
  [
    // The next run remembers nothing of this one.
    'The `settle()` of this error ',
    " unless onUnknown is 'resend'.",
    'Wait a little, and look with “invites list” before you send it again: there would be two of one that comes late.',
  ],
  ['validitySeconds must be ', '.', '--valid-for must be from a minute (1m) to 25 weeks (25w).'],
  [', such as { provider: ', ' }.', '.'],
]

/** A message of the client, for somebody who types commands. */
export const inCommandWords = (message: string): string =>
  wordings.reduce((text, [from, to]) => text.replace(from, to), parts.reduce(withoutPart, message))

/** One search for either end: names in a message may hold anything, any number of times. */
function withoutPart(text: string, [begin, end, to]: (typeof parts)[number]): string {
  const start = text.indexOf(begin)
  const stop = start < 0 ? -1 : text.indexOf(end, start + begin.length)
  return stop < 0 ? text : text.slice(0, start) + to + text.slice(stop + end.length)
}

/** What an error of the client says to them, and why there was no connection where that is all it is. */
export function messageOf({ message, cause, code }: Error & { readonly code?: string }): string {
  const why = message.includes(hint) ? reasonOf(cause) : undefined
  const text = inCommandWords(why === undefined ? message : message.replace(hint, () => `The cause: ${why}.`))
  const note = code === 'NETWORK' || code === 'TIMEOUT' ? proxyNote(requestTarget(), process.env) : undefined
  return note === undefined ? text : `${text} ${note}`
}

const hint = 'The cause says why.'

/** The innermost cause, in the words of the system where it has some. */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const inner = reasonOf(error.cause)
  if (inner !== undefined) return inner
  const { code, errno, message } = error as NodeJS.ErrnoException
  const words = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]
  if (words === undefined) return code ?? message
  return `${words} (${code ?? ''})`
}
