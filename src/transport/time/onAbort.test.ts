import { getEventListeners } from 'node:events'
import { expect, test, vi } from 'vitest'
import { onAbort } from './onAbort.ts'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

test('all callbacks of a signal are called once by one listener, which is then removed', () => {
  const controller = new AbortController()
  const callbacks = Array.from({ length: 100 }, () => vi.fn())
  for (const callback of callbacks) onAbort(controller.signal, callback)
  expect(listeners(controller.signal)).toBe(1)
  controller.abort()
  controller.abort()
  for (const callback of callbacks) expect(callback).toHaveBeenCalledOnce()
  expect(listeners(controller.signal)).toBe(0)
})

test('a cancelled callback is not called, and the last one removes the listener', () => {
  const controller = new AbortController()
  const [leaver, stayer] = [vi.fn(), vi.fn()]
  const leave = onAbort(controller.signal, leaver)
  const stay = onAbort(controller.signal, stayer)
  leave()
  leave()
  expect(listeners(controller.signal)).toBe(1)
  stay()
  expect(listeners(controller.signal)).toBe(0)
  onAbort(controller.signal, stayer)
  controller.abort()
  expect(stayer).toHaveBeenCalledOnce()
  expect(leaver).not.toHaveBeenCalled()
})

test('a callback cancelled while the signal aborts is not called', () => {
  const controller = new AbortController()
  const second = vi.fn()
  onAbort(controller.signal, () => leave())
  const leave = onAbort(controller.signal, second)
  controller.abort()
  expect(second).not.toHaveBeenCalled()
})

test('signals do not mix', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const callback = vi.fn()
  onAbort(one.signal, callback)
  other.abort()
  expect(callback).not.toHaveBeenCalled()
})
