import { LabelboxError } from '../../core/errors.ts'
import { isChange, type CallState } from '../callState.ts'
import { isExplained } from '../explainedError.ts'
import { headersWith } from '../request/requestHeaders.ts'
import type { Message } from '../request/message.ts'
import type { FailedAttempt } from './failedAttempt.ts'
import { foreignError, type Secrets } from './foreignError.ts'
import { consequence, explain } from './messages.ts'
import { isOfClosed, isUnreachable, judgeNetwork } from './network.ts'
import { describe } from './reasons.ts'

/** The error for what a transport threw. Where it knows whether the request went out, that counts, not the codes. */
export function networkError({ call, message, isStream, wasSent, thrown }: FailedAttempt): LabelboxError {
  const verdict = judgeNetwork(thrown, isStream)
  const { retryable } = verdict
  const mayHaveArrived = wasSent ?? verdict.mayHaveRun
  const { body } = message
  const mayHaveRun = isChange(call) && (call.mayHaveRun || mayHaveArrived)
  // A file has too many texts to look for each of them.
  const cause = foreignError(thrown, typeof body === 'string' ? () => secretsIn(message, body) : undefined)
  const systemCode = systemCodeOf(cause)
  return new LabelboxError({
    ...call,
    code: 'NETWORK',
    retryable,
    mayHaveRun,
    message: reasonOf(call, thrown) + consequence(call, mayHaveRun),
    advice: [
      'see-cause',
      isExplained(thrown) ? thrown.message : `See \`error.cause\`${systemCode === undefined ? '' : `: ${systemCode}`}.`,
    ],
    cause,
  })
}

/** The code that the system, OpenSSL or undici gave the innermost cause, such as `ENOTFOUND`. */
function systemCodeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const { code } = cause as { readonly code?: unknown }
  return systemCodeOf(cause.cause) ?? (typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? code : undefined)
}

function reasonOf({ operationName }: CallState, thrown: unknown): string {
  if (isOfClosed(thrown)) {
    return explain(operationName, 'its transport is closed. Close it after the last call, or make another one.')
  }
  // An explained error, such as that of a proxy, says what to check itself.
  return isUnreachable(thrown) && !isExplained(thrown)
    ? explain(
        operationName,
        'the connection failed, because no server was reached. Check the endpoint, the network, and that the server is running.',
      )
    : describe(operationName, 'NETWORK').message
}

/** Shorter texts may be part of any error by chance. */
const minSecretLength = 5

/** The key, the values of the URL's query, all headers but the transport's own, and the texts of the body. */
function secretsIn({ url, headers }: Message, body: string): Secrets {
  const texts: string[] = []
  const { search, searchParams } = new URL(url)
  for (const parameter of search.slice(1).split('&')) texts.push(parameter.replace(/^[^=]*=/, ''))
  texts.push(...searchParams.values())
  const own = Object.keys(headersWith(''))
  for (const [name, value] of Object.entries(headers)) {
    if (!own.includes(name)) texts.push(value, ...value.split(/[ ,;=]/))
  }
  const names: string[] = []
  JSON.parse(body, (key, value: unknown) => {
    // Members of JSON scalars may be named by data.
    if (!/^\w*$/.test(key)) names.push(key)
    if (typeof value === 'string') texts.push(value)
    return value
  })
  return {
    key: headers['Authorization']?.slice('Bearer '.length),
    texts: [...names, ...texts.filter(({ length }) => length >= minSecretLength)],
  }
}
