import type { OnPartialData } from '../core/callOptions.ts'
import { rememberOrigin } from '../core/origin.ts'
import { isChange, type Progress } from './callState.ts'
import type * as Change from './change.ts'
import type { Connection } from './connection.ts'
import type { AttemptObserver } from './observe/observer.ts'
import type { Message } from './request/message.ts'
import { attemptError } from './response/attemptError.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { holdsData } from './response/payload.ts'
import { usableText } from './response/readBody.ts'
import { responseData } from './response/responseData.ts'
import { throwIfAborted } from './time/onAbort.ts'
import type { IncomingResponse } from './transport.ts'

/** What the attempts of a call have in common. */
export interface AttemptOptions {
  readonly progress: Progress
  readonly onPartialData: OnPartialData
  /** Of a mutation. */
  readonly changeCode: Pick<typeof Change, 'changeParts'> | undefined
}

/**
 * Sends one request, reads the whole response and returns its data. Afterwards `progress.mayHaveRun` says whether the
 * request may have made its change.
 */
export async function attempt(
  { transport, maxResponseBytes: maxBytes, hasKey }: Connection,
  message: Message,
  { progress, onPartialData, changeCode }: AttemptOptions,
  signal: AbortSignal,
  observer: AttemptObserver | undefined,
): Promise<unknown> {
  observer?.sent()
  // What earlier requests may have done. Until this one has ended, it may have run as well, unless the transport knows.
  const call = { ...progress, attempts: progress.attempts + 1 }
  const mayChange = isChange(call)
  let wasSent: boolean | undefined
  const onSent = (isSent: boolean): void => {
    // A call that has ended keeps the state that it was reported with.
    if (signal.aborted) return
    wasSent = isSent
    progress.mayHaveRun = call.mayHaveRun || (isSent && mayChange)
  }
  let response: IncomingResponse | undefined
  let thrown: unknown
  try {
    const { url, headers, body } = message
    const send = (): Promise<IncomingResponse> => {
      // A hook or a trace may have aborted the call.
      throwIfAborted(signal)
      progress.attempts = call.attempts
      progress.mayHaveRun = mayChange
      const parts = changeCode?.changeParts(message)
      return transport.send({ url, headers, body, ...parts, isChange: mayChange, signal, maxBytes, onSent })
    }
    response = await (observer?.send === undefined ? send() : observer.send(send))
    const { status, headers: received } = response
    const data = responseData({ status, headers: received, body: await usableText(response.body, maxBytes) }, call)
    if (data !== undefined) return data
  } catch (error) {
    const controlFlow = controlFlowError(error)
    if (controlFlow !== undefined) throw controlFlow
    // The call has ended with the signal's error. Another one would be searched for secrets, and nobody would get it.
    throwIfAborted(signal)
    thrown = error
  }
  const isStream = transport.repeatsChanges
  const failed = await attemptError({ call, message, hasKey, isStream, wasSent, response, thrown })
  const error = message.toError?.(failed, call) ?? failed
  const { status, data, requestId, mayHaveRun } = error
  if (onPartialData === 'return' && holdsData(data)) {
    rememberOrigin(data, { status, requestId, error })
    return data
  }
  // `onSent` says why.
  if (!signal.aborted) progress.mayHaveRun = mayHaveRun
  throw error
}
