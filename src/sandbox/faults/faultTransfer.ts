import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { delayOf, type Fault } from './fault.ts'
import type { Answer } from '../http/requestLog.ts'

/** Sends an answer the way a fault has it sent. Without one the client waits until it leaves or the sandbox closes. */
export async function deliver(response: ServerResponse, given: Answer | undefined, fault?: Fault): Promise<void> {
  if (fault?.kind === 'reset') response.socket?.resetAndDestroy()
  if (!given) return
  const body = Buffer.from(given.body)
  // Of a body that never ends nothing can be said beforehand.
  const length = fault?.kind !== 'endless-body' && { 'content-length': body.length }
  response.writeHead(given.status, { ...length, ...given.headers })
  if (fault?.kind === 'reset-midway') {
    response.write(body.subarray(0, body.length / 2), () => response.socket?.resetAndDestroy())
  } else if (fault?.kind === 'slow-body') {
    await send(response, (gone) => slowly(body, delayOf(fault), gone))
  } else if (fault?.kind === 'endless-body') {
    await send(response, () => endlessly(body))
  } else {
    response.end(body)
  }
}

/**
 * As fast as the client reads, and no longer than its connection is there: a response that waits behind another one on the
 * same connection is never told of the end.
 */
async function send(response: ServerResponse, pieces: (gone: AbortSignal) => AsyncIterable<Buffer>): Promise<void> {
  const { socket } = response.req
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  socket.once('close', leave)
  if (socket.destroyed) leave()
  try {
    for await (const piece of pieces(gone.signal)) {
      if (gone.signal.aborted) return
      if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal })
    }
    response.end()
  } catch {
    // It is gone.
  } finally {
    socket.off('close', leave)
  }
}

async function* slowly(body: Buffer, delayMs: number, gone: AbortSignal): AsyncGenerator<Buffer> {
  const pieces = 10
  for (let piece = 0; piece < pieces; piece += 1) {
    if (piece > 0) await setTimeout(delayMs / (pieces - 1), undefined, { signal: gone })
    yield body.subarray((body.length * piece) / pieces, (body.length * (piece + 1)) / pieces)
  }
}

async function* endlessly(start: Buffer): AsyncGenerator<Buffer> {
  yield start
  const more = Buffer.alloc(65_536, 'x')
  for (;;) {
    yield more
    // Lets the rest of the sandbox have its turn.
    await setTimeout(0)
  }
}
