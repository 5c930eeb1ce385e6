import type { OnPartialData } from '../core/callOptions.ts'
import { LabelboxError } from '../core/errors.ts'
import { rememberOrigin } from '../core/origin.ts'
import type { CallState, Progress } from './callState.ts'
import type { Connection } from './connection.ts'
import { foreignServer } from './endpoints.ts'
import type { AttemptObserver } from './observe/observer.ts'
import { headersWith } from './request/requestHeaders.ts'
import { requestInit, type Message } from './request/requestInit.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { foreignError, type Secrets } from './response/foreignError.ts'
import { consequence, describe, explain } from './response/messages.ts'
import { judgeNetwork } from './response/network.ts'
import { holdsData } from './response/payload.ts'
import { readBody, TooLarge } from './response/readBody.ts'
import { readResponse, type Reading } from './response/readResponse.ts'
import { throwIfAborted } from './time/onAbort.ts'

/** Whether a call changes something, as far as is known. */
const isChange = ({ kind }: CallState): boolean => kind !== 'query'

/**
 * Sends one request, reads the whole response and returns its data. Afterwards `progress.mayHaveRun` says whether the
 * request may have made its change.
 */
export async function attempt(
  connection: Connection,
  message: Message,
  progress: Progress,
  onPartialData: OnPartialData,
  signal: AbortSignal,
  observer: AttemptObserver | undefined,
): Promise<unknown> {
  observer?.sent()
  // A hook may have aborted the call.
  throwIfAborted(signal)
  // What earlier requests may have done. Until this one has ended, it may have run as well.
  const earlier = { ...progress, attempts: progress.attempts + 1 }
  progress.attempts = earlier.attempts
  progress.mayHaveRun = isChange(progress)
  const { fetch, maxResponseBytes, hasKey } = connection
  let response: Response | undefined
  let reading: Reading
  try {
    const send = () => fetch(message.url, requestInit(connection, message, isChange(progress), signal))
    response = await (observer === undefined ? send() : observer.fetch(send))
    const body = await readBody(response, maxResponseBytes, signal)
    const { status, headers } = response
    reading = isResponse(response)
      ? readResponse({ status, headers, body }, earlier, response, foreignServer(message.url, hasKey))
      : { error: badResponse(earlier, undefined, 'the custom `fetch` did not return a Response.') }
  } catch (thrown) {
    const controlFlow = controlFlowError(thrown)
    if (controlFlow !== undefined) throw controlFlow
    reading = {
      error:
        thrown instanceof TooLarge
          ? badResponse(earlier, response?.status, thrown.message)
          : networkError(connection, earlier, message, thrown),
    }
  }
  if (reading.error === undefined) return reading.data
  const { status, data, requestId, mayHaveRun } = reading.error
  if (onPartialData === 'return' && holdsData(data)) {
    rememberOrigin(data, { status, requestId, error: reading.error })
    return data
  }
  // A call that has ended by now keeps the state that it was reported with.
  if (!signal.aborted) progress.mayHaveRun = mayHaveRun
  throw reading.error
}

/** By the members that are read of it, as it may be made by hand. */
const isResponse = ({ status, headers }: { readonly status: unknown; readonly headers: unknown }): boolean =>
  typeof status === 'number' && typeof (headers as Partial<Headers> | null | undefined)?.get === 'function'

function badResponse(call: CallState, status: number | undefined, reason: string): LabelboxError {
  const mayHaveRun = isChange(call)
  const message = explain(call.operationName, reason) + consequence(call, mayHaveRun)
  return new LabelboxError({ ...call, code: 'BAD_RESPONSE', status, mayHaveRun, message })
}

function networkError({ fetchTraits }: Connection, call: CallState, message: Message, thrown: unknown): LabelboxError {
  const code = 'NETWORK'
  const { mayHaveRun: mayHaveArrived, retryable } = judgeNetwork(thrown, isChange(call) && fetchTraits.repeatsChanges)
  const mayHaveRun = isChange(call) && (call.mayHaveRun || mayHaveArrived)
  return new LabelboxError({
    ...call,
    code,
    retryable,
    mayHaveRun,
    message: describe(call.operationName, code).message + consequence(call, mayHaveRun),
    advice: ['see-cause', 'See `error.cause`.'],
    cause: foreignError(thrown, () => secretsIn(message)),
  })
}

/** Shorter texts may be part of any error by chance. */
const minSecretLength = 5

/** The key, the values of the URL's query, all headers but the transport's own, and the texts of the body. */
function secretsIn({ url, headers, body }: Message): Secrets {
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
