import { consequence, explain, holdsData, readAnswer, type CallState, type Reading } from './response/classify.ts'
import { LabelboxError } from '../core/errors.ts'
import { rememberOrigin } from '../core/origin.ts'
import { cleanCopy, type Secrets } from './response/cleanCopy.ts'
import type { Connection } from './connection.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { foreignServer } from './endpoints.ts'
import type { OnPartialData } from '../core/callOptions.ts'
import type { Prepared } from './document.ts'
import { headersWith } from './request/requestHeaders.ts'
import { judgeNetwork } from './response/network.ts'
import { throwIfAborted } from './time/onAbort.ts'
import { readBody, TooLarge } from './response/readBody.ts'
import { requestInit, type Message } from './request/requestInit.ts'

/** A call under way: what is sent each time, and how far it has come. */
export interface Progress extends CallState {
  attempts: number
  mayHaveRun: boolean
}

/** A call that has sent nothing yet. */
export const newProgress = ({ operationName, kind }: Pick<Prepared, 'operationName' | 'kind'>): Progress => ({
  operationName,
  kind,
  attempts: 0,
  mayHaveRun: false,
})

/** Whether a call changes something, as far as is known. */
const isChange = ({ kind }: CallState): boolean => kind !== 'query'

/**
 * Sends one request, reads its answer to the end and gives the data. `progress.mayHaveRun` is then true if the request
 * may have made its change, whatever came of it.
 */
export async function attempt(
  connection: Connection,
  message: Message,
  progress: Progress,
  onPartialData: OnPartialData,
  signal: AbortSignal,
): Promise<unknown> {
  // A hook that was told of this request may have ended the call: then it is not sent.
  throwIfAborted(signal)
  // What earlier requests of the call may have done; until this one has ended, it may have been carried out as well.
  const earlier = { ...progress, attempts: progress.attempts + 1 }
  progress.attempts = earlier.attempts
  progress.mayHaveRun = isChange(progress)
  const { fetch, maxResponseBytes } = connection
  let response: Response | undefined
  let reading: Reading
  try {
    response = await fetch(message.url, requestInit(connection, message, isChange(progress), signal))
    const text = await readBody(response, maxResponseBytes, signal)
    const { status, headers: answered } = response
    reading = isAnswer(response)
      ? readAnswer(
          { status, headers: answered, body: text },
          earlier,
          response,
          foreignServer(message.url, connection.hasKey),
        )
      : { error: noAnswer(earlier) }
  } catch (thrown) {
    const controlFlow = controlFlowError(thrown)
    if (controlFlow !== undefined) throw controlFlow
    // Whatever breaks on the way is a failure of the network; an answer of a `fetch` of the user's may break anywhere.
    reading = {
      error:
        thrown instanceof TooLarge ? tooLarge(earlier, response, thrown) : broken(connection, earlier, message, thrown),
    }
  }
  if (reading.error === undefined) return reading.data
  const { status, data, requestId, mayHaveRun } = reading.error
  if (onPartialData === 'return' && holdsData(data)) {
    rememberOrigin(data, { status, requestId, error: reading.error })
    return data
  }
  // Unless the call has ended meanwhile: then what becomes of this request is of no importance any more.
  if (!signal.aborted) progress.mayHaveRun = mayHaveRun
  throw reading.error
}

/** What is looked at of a response, which may be made by hand. */
const isAnswer = ({ status, headers }: { readonly status: unknown; readonly headers: unknown }): boolean =>
  typeof status === 'number' && typeof (headers as Partial<Headers> | null | undefined)?.get === 'function'

const noAnswer = (call: CallState): LabelboxError =>
  badResponse(call, undefined, 'the custom `fetch` did not return a Response, which has a status and headers.')

const tooLarge = (call: CallState, response: Response | undefined, { message }: TooLarge): LabelboxError =>
  badResponse(call, response?.status, `the response has more than ${message}`)

function badResponse(call: CallState, status: number | undefined, reason: string): LabelboxError {
  const code = 'BAD_RESPONSE'
  const mayHaveRun = isChange(call)
  const message = explain(call.operationName, code, reason) + consequence(call, { code }, mayHaveRun)
  return new LabelboxError({ ...call, code, status, mayHaveRun, message })
}

function broken({ fetchTraits }: Connection, call: CallState, message: Message, thrown: unknown): LabelboxError {
  const code = 'NETWORK'
  const { mayHaveRun: mayHaveArrived, retryable } = judgeNetwork(thrown, isChange(call) && fetchTraits.repeatsChanges)
  const mayHaveRun = isChange(call) && (call.mayHaveRun || mayHaveArrived)
  return new LabelboxError({
    ...call,
    code,
    retryable,
    mayHaveRun,
    message: explain(call.operationName, code) + consequence(call, { code }, mayHaveRun),
    advice: ['see-cause', 'See `error.cause`.'],
    // A `fetch` of the user's may throw errors that carry the request along.
    cause: cleanCopy(() => secretsOf(message), thrown),
  })
}

/** What a request says: its key, what the query of its URL says, and every text in its body but the shortest, which may stand in any error by chance; names of members too, where they are no names. */
function secretsOf({ url, headers, body }: Message): Secrets {
  const texts: string[] = []
  const { search, searchParams } = new URL(url)
  const parameters = search.slice(1).split('&')
  for (const value of [...parameters.map((parameter) => parameter.replace(/^[^=]*=/, '')), ...searchParams.values()]) {
    if (value.length > 4) texts.push(value)
  }
  JSON.parse(body, (key, value: unknown) => {
    if (!/^\w*$/.test(key)) texts.push(key)
    if (typeof value === 'string' && value.length > 4) texts.push(value)
    return value
  })
  const own = Object.keys(headersWith(''))
  for (const [name, value] of Object.entries(headers)) {
    if (!own.includes(name)) texts.push(...[value, ...value.split(/[ ,;=]/)].filter((text) => text.length > 4))
  }
  return { key: headers['Authorization']?.slice('Bearer '.length), texts }
}
