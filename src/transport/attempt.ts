import type { OnPartialData } from '../core/callOptions.ts'
import { rememberOrigin } from '../core/origin.ts'
import { isChange, type Progress } from './callState.ts'
import type * as Change from './change.ts'
import type { Connection } from './connection.ts'
import type { AttemptObserver } from './observe/observer.ts'
import { requestInit, type Message } from './request/requestInit.ts'
import { attemptError } from './response/attemptError.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { holdsData } from './response/payload.ts'
import { BrokenResponse, readBody } from './response/readBody.ts'
import { responseData } from './response/responseData.ts'
import { throwIfAborted } from './time/onAbort.ts'

/** What the attempts of a call have in common. */
export interface AttemptOptions {
  readonly progress: Progress
  readonly onPartialData: OnPartialData
  /** Of a mutation. */
  readonly changeCode: Pick<typeof Change, 'changeInit'> | undefined
}

/**
 * Sends one request, reads the whole response and returns its data. Afterwards `progress.mayHaveRun` says whether the
 * request may have made its change.
 */
export async function attempt(
  { fetch, fetchTraits, maxResponseBytes, hasKey }: Connection,
  message: Message,
  { progress, onPartialData, changeCode }: AttemptOptions,
  signal: AbortSignal,
  observer: AttemptObserver | undefined,
): Promise<unknown> {
  observer?.sent()
  // A hook may have aborted the call.
  throwIfAborted(signal)
  // What earlier requests may have done. Until this one has ended, it may have run as well.
  const call = { ...progress, attempts: progress.attempts + 1 }
  progress.attempts = call.attempts
  progress.mayHaveRun = isChange(progress)
  let response: Response | undefined
  let body: string | undefined
  let thrown: unknown
  try {
    const init = { ...requestInit(fetchTraits, message, signal), ...changeCode?.changeInit(fetchTraits, message) }
    const send = () => fetch(message.url, init)
    response = await (observer === undefined ? send() : observer.fetch(send))
    const text = await readBody(response, maxResponseBytes, signal)
    const { status, headers } = response
    if (!isResponse(response)) throw new BrokenResponse('the custom `fetch` did not return a Response.')
    body = text
    const data = responseData({ status, headers, body }, call)
    if (data !== undefined) return data
  } catch (error) {
    const controlFlow = controlFlowError(error)
    if (controlFlow !== undefined) throw controlFlow
    thrown = error
  }
  const isStream = changeCode !== undefined && fetchTraits.repeatsChanges
  const failed = await attemptError({ call, message, hasKey, isStream, response, body, thrown })
  const error = message.toError?.(failed, call) ?? failed
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
