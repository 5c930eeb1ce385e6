import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rejection } from '../../../test/support/roads.ts'
import { onAbort, orAborted } from './onAbort.ts'

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

test('of two callbacks that cancel each other, one is called', () => {
  const controller = new AbortController()
  const called = vi.fn()
  const leave = [1, 0].map((other, own) =>
    onAbort(controller.signal, () => {
      called(own)
      leave[other]?.()
    }),
  )
  controller.abort()
  expect(called).toHaveBeenCalledOnce()
  expect(listeners(controller.signal)).toBe(0)
})

test('callbacks that leave in any order are not called, and all others are, once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 60 }), (steps) => {
      const controller = new AbortController()
      const here: { readonly callback: () => void; readonly leave: () => void }[] = []
      const gone: (() => void)[] = []
      for (const [number, leaves] of steps) {
        if (leaves && here.length > 0) {
          const [one] = here.splice(number % here.length, 1)
          one?.leave()
          one?.leave()
          if (one !== undefined) gone.push(one.callback)
        } else {
          const callback = vi.fn()
          here.push({ callback, leave: onAbort(controller.signal, callback) })
        }
        expect(listeners(controller.signal)).toBe(here.length > 0 ? 1 : 0)
      }
      controller.abort()
      for (const callback of gone) expect(callback).not.toHaveBeenCalled()
      for (const { callback } of here) expect(callback).toHaveBeenCalledOnce()
    }),
  )
})

test('a promise is awaited until the signal aborts, and no listener stays', async () => {
  const controller = new AbortController()
  const { signal } = controller
  expect(await orAborted(Promise.resolve(1), undefined)).toBe(1)
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1)
  expect(await rejection(orAborted(Promise.reject(new Error('no')), signal))).toHaveProperty('message', 'no')
  expect(listeners(signal)).toBe(0)
  const waiting = rejection(orAborted(new Promise(() => undefined), signal))
  expect(listeners(signal)).toBe(1)
  controller.abort('enough')
  expect(await waiting).toBe('enough')
  expect(listeners(signal)).toBe(0)
})

test('signals do not mix', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const callback = vi.fn()
  onAbort(one.signal, callback)
  other.abort()
  expect(callback).not.toHaveBeenCalled()
})
