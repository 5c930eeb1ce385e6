import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { PendingRequest } from './pendingRequest.ts'

/** A request that undici has, and what its caller hears of it. */
function pending({ isChange = false, maxBytes = 1000 } = {}) {
  const abort = new AbortController()
  const [onSent, resolve, reject, onEnd] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]
  const message = { url: 'https://api.labelbox.com/graphql', headers: {}, body: '{}' }
  const request = new PendingRequest(
    { ...message, isChange, maxBytes, signal: abort.signal, onSent },
    resolve as never,
    reject,
    onEnd,
  )
  const controller = { aborted: false, paused: false, reason: null, abort: vi.fn(), pause: vi.fn(), resume: vi.fn() }
  return { request, abort, onSent, resolve, reject, onEnd, controller }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a request that undici would send a second time', () => {
  it('is not sent if it is a change: the first may have run', () => {
    const { request, controller, onSent, reject } = pending({ isChange: true })
    request.onRequestStart(controller)
    let thrown: unknown
    try {
      request.onRequestStart(controller)
    } catch (error) {
      thrown = error
    }
    // undici passes on what was thrown.
    request.onResponseError(controller, thrown)
    expect(reject).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'UND_ERR_SOCKET' }))
    expect(onSent.mock.calls).toEqual([[false], [true]])
  })

  it('is sent three times at most if it is a query, and only the last response counts', () => {
    const { request, controller, resolve } = pending()
    for (const text of ['lost', 'lost as well', 'kept']) {
      request.onRequestStart(controller)
      request.onResponseStart(controller, 200, {})
      request.onResponseData(controller, encode(text))
    }
    expect(() => request.onRequestStart(controller)).toThrow('The connection closed')
    request.onResponseEnd()
    expect(resolve).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ status: 200, body: 'kept' }))
  })
})

describe('a request whose call has ended', () => {
  it('is not sent any more', () => {
    const { request, abort, controller, onSent, reject } = pending()
    const reason = new Error('the user has left')
    abort.abort(reason)
    expect(reject).toHaveBeenCalledExactlyOnceWith(reason)
    expect(() => request.onRequestStart(controller)).toThrow('The call has ended.')
    expect(onSent.mock.calls).toEqual([[false]])
  })

  it('ignores the rest of its response, and has undici abort it', () => {
    const { request, abort, controller, resolve, reject } = pending()
    request.onRequestStart(controller)
    request.onResponseStart(controller, 200, {})
    abort.abort()
    expect(controller.abort).toHaveBeenCalledOnce()
    request.onResponseData(controller, encode('late'))
    request.onResponseEnd()
    request.onResponseError(controller, new Error('late'))
    expect(resolve).not.toHaveBeenCalled()
    expect(reject).toHaveBeenCalledOnce()
  })
})

it.each(['a response', 'an error', 'too many bytes', 'an abort'])('%s leaves no listener on the signal', (end) => {
  const { request, abort, controller } = pending({ maxBytes: 3 })
  request.onRequestStart(controller)
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1)
  if (end === 'a response') request.onResponseEnd()
  if (end === 'an error') request.onResponseError(controller, new Error('reset'))
  if (end === 'too many bytes') request.onResponseData(controller, encode('four'))
  if (end === 'an abort') abort.abort()
  expect(getEventListeners(abort.signal, 'abort')).toEqual([])
})

it('reads any body wherever it is cut, up to its limit', () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 }), fc.nat(100), (parts, maxBytes) => {
      const { request, controller, resolve } = pending({ maxBytes })
      request.onRequestStart(controller)
      request.onResponseStart(controller, 103, {})
      request.onResponseStart(controller, 200, { 'x-request-id': ['a', 'b'] })
      for (const part of parts) request.onResponseData(controller, part)
      request.onResponseEnd()
      const bytes = Buffer.concat(parts)
      const isShort = bytes.length <= maxBytes
      const [response] = resolve.mock.calls[0] as [{ status: number; headers: Headers; body: string | undefined }]
      expect(resolve).toHaveBeenCalledOnce()
      expect(response.status).toBe(200)
      expect(response.body).toBe(isShort ? new TextDecoder().decode(bytes) : undefined)
      expect(response.headers.get('x-request-id')).toBe('a, b')
      expect(response.headers.get('constructor')).toBeNull()
      expect(controller.abort).toHaveBeenCalledTimes(isShort ? 0 : 1)
    }),
  ))
