import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRetryAfter } from './retryAfter.ts'

describe('Retry-After', () => {
  test('in seconds', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (seconds) => {
        expect(parseRetryAfter(String(seconds))).toBe(seconds * 1000)
      }),
    )
    expect(parseRetryAfter(' 2 ')).toBe(2000)
    expect(parseRetryAfter('0.25')).toBe(250)
  })

  test('as an HTTP date is relative to the response’s own date', () => {
    const start = new Date('2026-11-25T01:00:00Z')
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (seconds) => {
        const until = new Date(start.getTime() + seconds * 1000).toUTCString()
        expect(parseRetryAfter(until, start.toUTCString())).toBe(Math.max(0, seconds * 1000))
      }),
    )
  })

  test.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'in the form of %s',
    (date) => {
      expect(parseRetryAfter(date, 'Sun, 06 Nov 1994 08:49:30 GMT')).toBe(7000)
    },
  )

  test('is relative to now if the response has no date', () => {
    const wait = parseRetryAfter(new Date(Date.now() + 10_000).toUTCString()) ?? 0
    expect(wait).toBeGreaterThan(8000)
    expect(wait).toBeLessThanOrEqual(10_000)
  })

  test.each([
    null,
    '',
    'soon',
    '-1',
    '1e3',
    '1 second',
    'Infinity',
    '9'.repeat(400),
    '2026-11-25',
    '0x10',
    'at Wed, 25 Nov 2026 01:00:00 GMT',
    'Wed, 25 Nov 2026 01:00:00 GMT (soon)',
  ])('%j says nothing', (value) => {
    expect(parseRetryAfter(value)).toBeUndefined()
  })

  test('is a finite wait or undefined, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, date) => {
        const wait = parseRetryAfter(value, date)
        expect(wait === undefined || (Number.isFinite(wait) && wait >= 0)).toBe(true)
      }),
    )
  })
})
