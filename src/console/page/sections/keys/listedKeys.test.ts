import { expect, it } from 'vitest'
import type { GetApiKeysQuery } from '../../../../../generated/operations.ts'
import { listedKeys, timeLeft } from './listedKeys.ts'

const now = Date.UTC(2026, 10, 29, 12)
const hour = 3_600_000
const inHours = (hours: number): number => (now + hours * hour) / 1000

const key = (id: string, more: object) => ({
  id,
  name: id,
  revoked: false,
  expiresAtEpoch: null,
  userId: 'u',
  userEmail: 'ada@example.com',
  createdByUserId: null,
  createdAt: null,
  updatedAt: null,
  ...more,
})

const response = (own: readonly object[], others: readonly object[]): GetApiKeysQuery =>
  ({ user: { id: 'u', apiKeys: own, apiKeysOtherUsers: others } }) as unknown as GetApiKeysQuery

it('says which keys work, expire soon, are expired or revoked', () => {
  const keys = listedKeys(
    response(
      [
        key('later', { expiresAtEpoch: inHours(14 * 24 + 1) }),
        key('soon', { expiresAtEpoch: String(inHours(14 * 24 - 1)) }),
        key('over', { expiresAtEpoch: inHours(-1) * 1000 }),
        key('endless', {}),
      ],
      [key('revoked', { revoked: true, expiresAtEpoch: inHours(1) })],
    ),
    now,
  )

  expect(keys.map(({ id, state, isOwn }) => [id, state, isOwn])).toEqual([
    ['later', 'active', true],
    ['soon', 'soon', true],
    ['over', 'expired', true],
    ['endless', 'active', true],
    ['revoked', 'revoked', false],
  ])
})

it('lists a key once that the API lists twice, as an own one', () => {
  expect(listedKeys(response([key('a', {})], [key('a', {})]), now).map(({ isOwn }) => isOwn)).toEqual([true])
})

it.each([
  [0.001, '1 minute left'],
  [0.5, '30 minutes left'],
  [1, '1 hour left'],
  [47.9, '47 hours left'],
  [49, '2 days left'],
  [-1, 'Expired'],
])('says the time that is left: %d hours are "%s"', (hours, words) => {
  expect(timeLeft(new Date(now + hours * hour), now)).toBe(words)
})
