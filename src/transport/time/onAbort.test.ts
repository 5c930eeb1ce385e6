import { getEventListeners } from 'node:events'
import { expect, test, vi } from 'vitest'
import { onAbort } from './onAbort.ts'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

test('all who wait for a signal are called once, by one listener, which is gone then', () => {
  const controller = new AbortController()
  const callbacks = Array.from({ length: 100 }, () => vi.fn())
  for (const callback of callbacks) onAbort(controller.signal, callback)
  expect(listeners(controller.signal)).toBe(1)
  controller.abort()
  controller.abort()
  for (const callback of callbacks) expect(callback).toHaveBeenCalledOnce()
  expect(listeners(controller.signal)).toBe(0)
})

test('who has taken it back is not called, and the last one takes the listener along', () => {
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

test('who takes back another’s while the signal aborts spares it the call', () => {
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
