import type { OnPartialData } from '../core/callOptions.ts'
import { LabelboxError } from '../core/errors.ts'
import { rememberOrigin } from '../core/origin.ts'
import type { CallState, Progress } from './callState.ts'
import type { Connection } from './connection.ts'
import { foreignServer } from './endpoints.ts'
import type { AttemptObserver } from './observe/observer.ts'
import { requestInit, type Message } from './request/requestInit.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { loadFailures } from './response/failureCode.ts'
import { consequence, explain } from './response/messages.ts'
import { holdsData } from './response/payload.ts'
import { readBody, TooLarge } from './response/readBody.ts'
import { readResponse } from './response/readResponse.ts'
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
  let error: LabelboxError
  try {
    const send = () => fetch(message.url, requestInit(connection, message, isChange(progress), signal))
    response = await (observer === undefined ? send() : observer.fetch(send))
    const body = await readBody(response, maxResponseBytes, signal)
    const { status, headers } = response
    if (isResponse(response)) {
      const server = foreignServer(message.url, hasKey)
      const reading = readResponse({ status, headers, body }, earlier, response, server)
      if (reading.failure === undefined) return reading.data
      error = reading.failure(await loadFailures())
    } else {
      error = badResponse(earlier, undefined, 'the custom `fetch` did not return a Response.')
    }
  } catch (thrown) {
    const controlFlow = controlFlowError(thrown)
    if (controlFlow !== undefined) throw controlFlow
    const isStream = isChange(progress) && connection.fetchTraits.repeatsChanges
    error =
      thrown instanceof TooLarge
        ? badResponse(earlier, response?.status, thrown.message)
        : (await loadFailures()).networkError(earlier, message, thrown, isStream)
  }
  const { status, data, requestId, mayHaveRun } = error
  if (onPartialData === 'return' && holdsData(data)) {
    rememberOrigin(data, { status, requestId, error })
    return data
  }
  // A call that has ended by now keeps the state that it was reported with.
  if (!signal.aborted) progress.mayHaveRun = mayHaveRun
  throw error
}

/** By the members that are read of it, as it may be made by hand. */
const isResponse = ({ status, headers }: { readonly status: unknown; readonly headers: unknown }): boolean =>
  typeof status === 'number' && typeof (headers as Partial<Headers> | null | undefined)?.get === 'function'

function badResponse(call: CallState, status: number | undefined, reason: string): LabelboxError {
  const mayHaveRun = isChange(call)
  const message = explain(call.operationName, reason) + consequence(call, mayHaveRun)
  return new LabelboxError({ ...call, code: 'BAD_RESPONSE', status, mayHaveRun, message })
}
