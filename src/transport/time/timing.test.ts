import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { rejection } from '../../../test/support/roads.ts'
import { realTiming } from './timing.ts'

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

test('a sleep takes its time, and leaves no listener on its signal', async () => {
  const { signal } = new AbortController()
  const before = realTiming.now()
  const asleep = realTiming.sleep(30, signal)
  expect(listeners(signal)).toBe(1)
  await asleep
  await realTiming.sleep(1, undefined)
  expect(realTiming.now()).toBeGreaterThan(before)
  expect(listeners(signal)).toBe(0)
})

test('a sleep ends with the reason of its signal, and leaves no timer', async () => {
  const controller = new AbortController()
  const before = timers()
  const asleep = rejection(realTiming.sleep(60_000, controller.signal))
  expect(timers()).toBe(before + 1)
  controller.abort('enough')
  expect(timers()).toBe(before)
  expect(await asleep).toBe('enough')
  expect(await rejection(realTiming.sleep(60_000, controller.signal))).toBe('enough')
  expect(timers()).toBe(before)
  expect(listeners(controller.signal)).toBe(0)
})

test('random() is at least 0, below 1, and varies', () => {
  const draws = Array.from({ length: 100 }, () => realTiming.random())
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true)
  expect(new Set(draws).size).toBeGreaterThan(1)
})
