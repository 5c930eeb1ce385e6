import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { rejection } from '../../../test/support/roads.ts'
import { withEither } from './withEither.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length
const ended = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)))

test('without a first signal the second is passed on', async () => {
  const { signal } = new AbortController()
  expect(await withEither(undefined, signal, (given) => Promise.resolve(given))).toBe(signal)
})

test.each([0, 1])('signal %s of two ends what runs, with its reason, and no listener stays', async (index) => {
  const controllers = [new AbortController(), new AbortController()] as const
  const [one, other] = controllers
  const running = withEither(one.signal, other.signal, ended)
  expect([one, other].map(({ signal }) => listeners(signal))).toEqual([1, 1])
  controllers[index]?.abort('enough')
  expect(await running).toBe('enough')
  expect([one, other].map(({ signal }) => listeners(signal))).toEqual([0, 0])
})

test('a signal that aborted before ends what runs at once', async () => {
  const { signal } = new AbortController()
  for (const [one, other] of [
    [AbortSignal.abort('before'), signal],
    [signal, AbortSignal.abort('before')],
  ] as const) {
    expect(await withEither(one, other, ({ reason }) => Promise.resolve(reason as unknown))).toBe('before')
  }
  expect(listeners(signal)).toBe(0)
})

test('no listener stays after a result or an error', async () => {
  const [one, other] = [new AbortController(), new AbortController()]
  expect(await withEither(one.signal, other.signal, () => Promise.resolve(1))).toBe(1)
  expect(await rejection(withEither(one.signal, other.signal, () => Promise.reject(new Error('no'))))).toHaveProperty(
    'message',
    'no',
  )
  expect([one, other].map(({ signal }) => listeners(signal))).toEqual([0, 0])
})
