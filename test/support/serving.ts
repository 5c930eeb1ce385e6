import type { RequestListener } from 'node:http'
import { isLabelboxError, type LabelboxError } from 'labelbox-org/errors'
import { onTestFinished } from 'vitest'
import type { Timing } from '../../src/transport/time/timing.ts'
import { httpServer, type HttpServer } from './httpServer.ts'
import { rejection } from './roads.ts'

/** A server that closes after the test. Each request gets the next response, and later ones get the last. */
export async function serving(...answers: readonly RequestListener[]): Promise<HttpServer> {
  const left = [...answers]
  const server = await httpServer((request, response) => {
    const [next] = left.length > 1 ? left.splice(0, 1) : left
    next?.(request, response)
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}

/** Responds with any status, headers and body; a body that is not a string is sent as JSON. */
export const answering =
  (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))

/** Resets the connection without a response. */
export const reset: RequestListener = (request) => void request.socket.destroy()

/** A GraphQL response with one error. */
export const graphQLError = (code: string, more: object = {}, message = 'refused') => ({
  data: null,
  errors: [{ message, extensions: { code, ...more } }],
})

/** The LabelboxError that a call rejects with. */
export async function failure(call: Promise<unknown>): Promise<LabelboxError> {
  const error = await rejection(call)
  if (!isLabelboxError(error)) throw new Error('It failed with something else than a LabelboxError.', { cause: error })
  return error
}

/** A clock that advances only by sleeping, and then at once. */
export interface ScriptedTiming extends Timing {
  /** The duration of each sleep, in milliseconds. */
  readonly sleeps: readonly number[]
}

/** Its own clock, and the given random numbers in turn. */
export function scriptedTiming(...draws: readonly number[]): ScriptedTiming {
  const sleeps: number[] = []
  let now = 0
  let drawn = 0
  return {
    sleeps,
    now: () => now,
    random: () => draws[drawn++ % draws.length] ?? 0,
    sleep: (ms) => {
      sleeps.push(ms)
      now += ms
      return Promise.resolve()
    },
  }
}
