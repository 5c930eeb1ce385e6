import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { rejection } from '../../../test/support/roads.ts'
import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../../generated/operations.ts'
import { giving } from '../../../test/support/httpServer.ts'
import { failure, serving } from '../../../test/support/serving.ts'
import { connect } from '../connection.ts'
import { deliver } from '../deliver.ts'
import { BrokenResponse } from './brokenResponse.ts'
import { readBody, usableText } from './readBody.ts'

/** Each request has one of its own. */
const signal = (): AbortSignal => new AbortController().signal

/** A response whose body comes in the given pieces. */
const inPieces = (pieces: readonly ArrayBufferView[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece)
        controller.close()
      },
    }),
  )

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = fc.string({ unit: 'binary', maxLength: 200 })

describe('readBody', () => {
  test('reads any bytes as they are read in one piece, wherever they are cut', () => {
    const bytes = fc.oneof(text.map(encode), fc.uint8Array({ maxLength: 200 }))
    return fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(800)), async (bytes, cuts) => {
        const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b)
        const pieces = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
        expect(await readBody(inPieces(pieces), Infinity, signal())).toBe(new TextDecoder().decode(bytes))
      }),
    )
  })

  test('reads as many bytes as it may, and no more', () =>
    fc.assert(
      fc.asyncProperty(text, fc.integer({ min: -3, max: 3 }), async (text, room) => {
        const reading = readBody(new Response(text), encode(text).length + room, signal())
        if (room >= 0) expect(await reading).toBeDefined()
        else if (text !== '') expect(await reading).toBeUndefined()
      }),
    ))

  test.each([
    ['no body', new Response(null), ''],
    [
      'a body that is not a stream',
      { body: null, text: () => Promise.resolve('whole') } as unknown as Response,
      'whole',
    ],
  ])('reads %s', async (_, response, text) => {
    expect(await readBody(response, 5, signal())).toBe(text)
  })

  test.each(['longer', 'äöü'])('minds the bytes of a body that is not a stream: %s', async (text) => {
    const response = { body: null, text: () => Promise.resolve(text) } as unknown as Response
    expect(await readBody(response, 5, signal())).toBeUndefined()
  })

  test('takes the bytes of any view for what they are', async () => {
    const pieces = ['{"da', 'ta":1}  '].map((piece) => new Uint16Array(encode(piece).buffer))
    expect(await readBody(inPieces(pieces), 100, signal())).toBe('{"data":1}  ')
  })

  test('stops at the next piece when the call has ended, whatever the fetch makes of its signal', async () => {
    const controller = new AbortController()
    const reason = new Error('the user has left')
    const cancel = vi.fn()
    let pieces = 0
    const pull = async (stream: ReadableStreamDefaultController) => {
      pieces += 1
      if (pieces === 3) controller.abort(reason)
      if (pieces < 10) stream.enqueue(new Uint8Array(1))
      else stream.error(new Error('It reads on.'))
      await new Promise(setImmediate)
    }
    const reading = readBody(new Response(new ReadableStream({ pull, cancel })), Infinity, controller.signal)
    await expect(reading).rejects.toBe(reason)
    expect(cancel).toHaveBeenCalledOnce()
  })

  test('leaves a body that comes when the call has ended', async () => {
    const cancel = vi.fn()
    const pull = (stream: ReadableStreamDefaultController) => stream.enqueue(new Uint8Array(1))
    const reading = readBody(new Response(new ReadableStream({ pull, cancel })), Infinity, AbortSignal.abort())
    await expect(reading).rejects.toThrow()
    expect(cancel).toHaveBeenCalledOnce()
  })

  test('leaves a body that comes then and sends nothing', async () => {
    const cancel = vi.fn()
    const reading = readBody(new Response(new ReadableStream({ cancel })), Infinity, AbortSignal.abort())
    await expect(reading).rejects.toThrow()
    expect(cancel).toHaveBeenCalledOnce()
  })

  test('leaves a body made by hand, whatever its reader does about it', async () => {
    const controller = new AbortController()
    const cancel = vi.fn(() => {
      throw new RangeError('odd')
    })
    const read = vi.fn(() => Promise.resolve({ done: false, value: new Uint8Array(1) }))
    const byHand = { body: { getReader: () => ({ read, cancel }) } } as unknown as Response
    expect(await readBody(byHand, 5, signal())).toBeUndefined()
    read.mockImplementationOnce(() => {
      controller.abort(new Error('the user has left'))
      return Promise.resolve({ done: true, value: new Uint8Array(1) })
    })
    await expect(readBody(byHand, 5, controller.signal)).rejects.toThrow('the user has left')
    expect(cancel).toHaveBeenCalledTimes(3)
  })

  test.each([
    ['texts', 'x'],
    ['buffers', new ArrayBuffer(1)],
  ])('refuses %s in place of bytes', async (_, value) => {
    const endless = new ReadableStream({ pull: (stream) => stream.enqueue(value) })
    await expect(readBody(new Response(endless), 5, signal())).rejects.toThrow(TypeError)
  })

  test('leaves a body that sends no more when its request has had its time', async () => {
    const cancel = vi.fn()
    const silent = () => Promise.resolve(new Response(new ReadableStream({ cancel })))
    const connection = connect({ endpoint: 'https://labelbox.test/graphql', fetch: silent, retry: false })
    const error = await failure(deliver(connection, GetUserDocument, {}, { timeoutMs: 20 }))
    expect(error.code).toBe('TIMEOUT')
    expect(cancel).toHaveBeenCalledOnce()
  })
})

/** Writes for as long as the other side reads. */
const endless: RequestListener = (_, response) => {
  const write = (): void => {
    let isRoom = true
    while (isRoom) isRoom = response.write(' '.repeat(65_536))
  }
  response.on('drain', write)
  write()
}

describe('an answer that is longer than maxResponseBytes', () => {
  test.each<[string, RequestListener]>([
    ['has no end', endless],
    ['says how long it is', (request, response) => giving('x'.repeat(1_000_000))(request, response)],
  ])('ends the call and the connection: one that %s', async (_, answer) => {
    const closed = vi.fn()
    const server = await serving((request, response) => {
      request.socket.on('close', closed)
      answer(request, response)
    })
    const connection = connect({ endpoint: server.origin, maxResponseBytes: 200_000 })
    const error = await failure(deliver(connection, GetUserDocument, {}))
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', status: 200, retryable: false, mayHaveRun: false, attempts: 1 })
    expect(error.message).toContain('200000 bytes')
    await expect.poll(() => closed).toHaveBeenCalledOnce()
    expect(server.received).toHaveLength(1)
  })

  test('is measured decompressed, and refused', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
    expect(bomb.length).toBeLessThan(200_000)
    const server = await serving((_, response) => response.setHeader('Content-Encoding', 'gzip').end(bomb))
    let read = 0
    const counting: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const count = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          read += chunk.byteLength
          controller.enqueue(chunk)
        },
      })
      return new Response(response.body?.pipeThrough(count), response)
    }
    const connection = connect({ endpoint: server.origin, maxResponseBytes: 200_000, fetch: counting })
    expect(await failure(deliver(connection, GetUserDocument, {}))).toMatchObject({ code: 'BAD_RESPONSE' })
    expect(read).toBeLessThan(2_000_000)
  })

  test('has more than 64 MiB by default', () => {
    expect(connect({}).maxResponseBytes).toBe(64 * 1024 * 1024)
  })
})

test('the error for a body that exceeds the limit names the option', async () => {
  const error = await rejection(usableText(undefined, 5))
  expect(error).toBeInstanceOf(BrokenResponse)
  expect(error).toHaveProperty(
    'message',
    expect.stringContaining('more than 5 bytes. Ask for smaller pages, or raise max'),
  )
})

describe('JSON of more than a million values is refused before it is parsed', () => {
  const body = (text: string) => usableText(text, Infinity)
  const many = (value: string, count: number): string =>
    `{"data":{"x":[${Array<string>(count).fill(value).join(',')}]}}`

  test.each(['0', '""', '[]', '{}', '{"a":1}', '"a,b"'])('a list of %s', async (value) => {
    await expect(body(many(value, 1_000_100))).rejects.toThrow('1000000 values')
  })

  test('a list of records with two members', async () => {
    await expect(body(many('{"a":1,"b":2}', 400_000))).rejects.toThrow('1000000 values')
  })

  test.each([
    ['commas and brackets in a text', JSON.stringify({ data: { x: ',[{'.repeat(1_000_000) } })],
    ['escapes in a text', JSON.stringify({ data: { x: '\\",'.repeat(600_000) } })],
    ['a text that does not end', `{"data":"${','.repeat(3_000_000)}`],
    ['just below the maximum', many('0', 999_000)],
  ])('%s is undefined', async (_, text) => {
    expect(await body(text)).toBe(text)
  })
})
