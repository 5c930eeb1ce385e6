import { getSystemErrorMap } from 'node:util'
import type { LabelboxError, LabelboxErrorHint } from '../../index.ts'
import type { Environment } from '../io.ts'
import type { Invocation } from '../invocation.ts'
import { proxyNote } from './proxyNote.ts'

/** Advice in the words of the command: what to type. The client's own messages name methods and options instead. */
const advice: Readonly<Record<LabelboxErrorHint, string>> = {
  'fill-seats': 'Free some, or pass --fill-seats to invite as many as fit.',
  'look-up-address': 'Look for that address with “members list” and “invites list”.',
  'see-cause': '',
  'see-rows': 'Fix the file, or pass --skip-invalid to leave such rows out.',
  'set-if-invited': 'Wait until it is accepted, cancel it, or pass --if-invited.',
  'set-organization-role': 'Set it first, with “members role”.',
  // The next run has no memory of this one.
  settle:
    'Wait a few minutes and look with “invites list” before you send it again: a late invite would be a second one.',
  'use-https': 'Use an endpoint that begins with https://.',
}

type ErrorInfo = Error &
  Partial<Pick<LabelboxError, 'reason' | 'hint' | 'code'>> & { readonly rows?: readonly unknown[] }

/** The message of an error for someone who types commands. */
export function messageOf(error: ErrorInfo, { endpoint, io }: Invocation): string {
  const { message, reason = message, hint, code, cause, rows = [] } = error
  const failedConnection = code === 'NETWORK' || code === 'TIMEOUT'
  return [
    reason,
    hint === 'see-cause' && causeText(cause),
    hint === 'see-rows' && rows.length > 1 && `${rows.length} rows can't be used.`,
    hint && advice[hint],
    failedConnection && certificateNote(cause, io.env),
    failedConnection && proxyNote(endpoint, io.env),
  ]
    .filter(Boolean)
    .join(' ')
}

function causeText(cause: unknown): string {
  const root = rootCause(cause)
  if (root === undefined) return ''
  const { name, message, code } = cause as NodeJS.ErrnoException
  if (name !== 'ProxyError') return `Cause: ${root}.`
  // Its own words say all, unless the system has more to say.
  return code === undefined ? message : `${message} Cause: ${root}.`
}

/** OpenSSL's codes for a certificate of a CA that it does not know. */
const untrusted: ReadonlySet<unknown> = new Set([
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_UNTRUSTED'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
])

function certificateNote(cause: unknown, environment: Environment): string | undefined {
  if (!(cause instanceof Error)) return undefined
  if (!untrusted.has((cause as NodeJS.ErrnoException).code)) return certificateNote(cause.cause, environment)
  const advice = environment['NODE_EXTRA_CA_CERTS']
    ? 'Check that the file in NODE_EXTRA_CA_CERTS has it, as PEM.'
    : 'Set NODE_EXTRA_CA_CERTS to a file with it, as PEM.'
  return `The certificate is signed by a CA that is not known here, such as that of a company which inspects traffic. ${advice}`
}

/** The innermost cause, as the operating system describes it if it can. */
function rootCause(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const inner = rootCause(error.cause)
  if (inner !== undefined) return inner
  const { code, errno, message } = error as NodeJS.ErrnoException
  const words = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]
  return words === undefined ? (code ?? message) : `${words} (${code ?? ''})`
}
