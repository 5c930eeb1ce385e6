import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toExpiry } from './keyExpiry.ts'

describe('the end of a key', () => {
  it('is the same in seconds and in milliseconds, as a number and as text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), (seconds) => {
        const date = new Date(seconds * 1000)
        expect([toExpiry(seconds), toExpiry(String(seconds)), toExpiry(` ${seconds} `)]).toEqual([date, date, date])
        if (seconds >= 100_000_000) expect(toExpiry(seconds * 1000)).toEqual(date)
      }),
    )
    // As early as the milliseconds of a key can be.
    expect(toExpiry(100_000_000_000)).toEqual(new Date(100_000_000_000))
    expect(toExpiry('2026-07-01T00:00:00.000Z')).toEqual(new Date('2026-07-01T00:00:00Z'))
  })

  it('is a date or nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const date = toExpiry(value)
        expect(date === null || date.getTime() > 0).toBe(true)
      }),
    )
    for (const nothing of [null, undefined, 0, -1, '', ' ', 'never', Number.NaN, Infinity, {}, [], [5], true, 5n]) {
      expect(toExpiry(nothing)).toBeNull()
    }
  })
})
