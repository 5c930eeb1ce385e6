import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { HttpResponse } from '../http/httpResponse.ts'
import { delayOf, type Fault } from './fault.ts'

/**
 * Sends a response in the way that the fault wants. Without a response the client waits until it disconnects or the
 * sandbox closes.
 */
export async function sendResponse(
  target: ServerResponse,
  response: HttpResponse | undefined,
  fault?: Fault,
): Promise<void> {
  if (fault?.kind === 'reset') target.socket?.resetAndDestroy()
  if (!response) return
  const body = Buffer.from(response.body)
  // An endless body has no length.
  const length = fault?.kind !== 'endless-body' && { 'content-length': body.length }
  target.writeHead(response.status, { ...length, ...response.headers })
  if (fault?.kind === 'reset-midway') {
    target.write(body.subarray(0, body.length / 2), () => target.socket?.resetAndDestroy())
  } else if (fault?.kind === 'slow-body') {
    await stream(target, (disconnected) => slowBody(body, delayOf(fault), disconnected))
  } else if (fault?.kind === 'endless-body') {
    await stream(target, () => endlessBody(body))
  } else {
    target.end(body)
  }
}

/**
 * Streams a body as fast as the client reads, until it ends or the client disconnects. The socket has to be watched: a
 * response that waits behind another one on the same connection gets no event when the connection closes.
 */
async function stream(
  target: ServerResponse,
  pieces: (disconnected: AbortSignal) => AsyncIterable<Buffer>,
): Promise<void> {
  const { socket } = target.req
  const disconnected = new AbortController()
  const onClose = (): void => disconnected.abort()
  socket.once('close', onClose)
  if (socket.destroyed) onClose()
  try {
    for await (const piece of pieces(disconnected.signal)) {
      if (disconnected.signal.aborted) return
      if (!target.write(piece)) await once(target, 'drain', { signal: disconnected.signal })
    }
    target.end()
  } catch {
    // The client has disconnected.
  } finally {
    socket.off('close', onClose)
  }
}

async function* slowBody(body: Buffer, delayMs: number, disconnected: AbortSignal): AsyncGenerator<Buffer> {
  const pieces = 10
  for (let piece = 0; piece < pieces; piece += 1) {
    if (piece > 0) await setTimeout(delayMs / (pieces - 1), undefined, { signal: disconnected })
    yield body.subarray((body.length * piece) / pieces, (body.length * (piece + 1)) / pieces)
  }
}

async function* endlessBody(start: Buffer): AsyncGenerator<Buffer> {
  yield start
  const more = Buffer.alloc(65_536, 'x')
  for (;;) {
    yield more
    // Lets other requests run.
    await setTimeout(0)
  }
}
