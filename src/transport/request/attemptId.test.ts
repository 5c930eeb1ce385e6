import { afterEach, expect, test, vi } from 'vitest'
import { newAttemptId } from './attemptId.ts'

afterEach(() => vi.unstubAllGlobals())

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

test('an id is the platform’s UUID', () => {
  vi.stubGlobal('crypto', { randomUUID: () => 'of-the-platform' })
  expect(newAttemptId()).toBe('of-the-platform')
})

test.each([
  [0x00, '00000000-0000-4000-8000-000000000000'],
  [0xff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
])('without one it is made of random bytes: %s', (byte, id) => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(byte) })
  expect(newAttemptId()).toBe(id)
})

test.each([undefined, {}])('without random bytes, with crypto %s, it is unique nevertheless', (crypto) => {
  vi.stubGlobal('crypto', crypto)
  const ids = Array.from({ length: 100 }, newAttemptId)
  expect(new Set(ids).size).toBe(100)
  for (const id of ids) expect(id).toMatch(uuid)
})
