import { getSystemErrorMap } from 'node:util'

/** What the client's messages tell a program to write, and what a person types instead. */
const wordings: readonly (readonly [string | RegExp, string])[] = [
  [/, which this error has as `\w+`/, ''],
  ['with ifInvited', 'with --if-invited'],
  ["with ifSeatsShort: 'fill'", 'with --fill-seats'],
  ["with onUnknown: 'resend'", 'with --resend-unknown'],
  [
    // Of this run nothing is remembered by the next one.
    /The `settle\(\)` of this error .* unless onUnknown is 'resend'\./,
    'Wait a little, and look with “invites list” before you send it again: there would be two of one that comes late.',
  ],
  ['with updateOrganizationRole', 'with “members role”'],
  ['in users() and getInvites()', 'with “members list” and “invites list”'],
  [/validitySeconds must be .*\./, '--valid-for must be from a minute (1m) to 25 weeks (25w).'],
  [/, such as \{ provider: .* \}\./, '.'],
  [/\broleArn\b/g, '--role-arn'],
  [/\breadBucket\b/g, '--read-bucket'],
  [/\breadContainerUrl\b/g, '--read-container-url'],
  [/\btenantId\b/g, '--tenant-id'],
  [', or allowInsecureHttp if nobody else is on the network', ''],
]

/** A message of the client, for somebody who types commands. */
export const inCommandWords = (message: string): string =>
  wordings.reduce((text, [from, to]) => text.replace(from, to), message)

/** What an error of the client says to them, and why there was no connection where that is all it is. */
export function messageOf({ message, cause }: Error): string {
  const why = message.includes(hint) ? reasonOf(cause) : undefined
  return inCommandWords(why === undefined ? message : message.replace(hint, `The cause: ${why}.`))
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
