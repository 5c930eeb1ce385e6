import { describe, expect, test } from 'vitest'
import { toDateTime, withDates } from './dates.ts'

describe('withDates', () => {
  test('converts fields of the schema’s type DateTime, at any depth, and no other text', () => {
    const answer = {
      id: '2026-07-28T09:30:00.000Z',
      createdAt: '2026-07-28T09:30:00.000Z',
      nodes: [{ name: '2026-01-01', updatedAt: '2026-07-29T09:30:00.123Z' }, null],
    }
    expect(withDates(answer)).toEqual({
      id: '2026-07-28T09:30:00.000Z',
      createdAt: new Date(Date.UTC(2026, 6, 28, 9, 30)),
      nodes: [{ name: '2026-01-01', updatedAt: new Date(Date.UTC(2026, 6, 29, 9, 30, 0, 123)) }, null],
    })
  })

  test('leaves the original alone, which a cache may hold', () => {
    const user = Object.freeze({ createdAt: '2026-07-28T09:30:00.000Z' })
    const answer = Object.freeze({ users: Object.freeze([user]) })
    withDates(answer)
    expect(answer).toEqual({ users: [{ createdAt: '2026-07-28T09:30:00.000Z' }] })
  })

  test.each([null, undefined, 1, 'text', true])('gives %s back as it is', (value) => {
    expect(withDates(value)).toBe(value)
  })

  test('leaves a date that is null', () => {
    expect(withDates({ lastLoginAt: null })).toEqual({ lastLoginAt: null })
  })

  test('makes an invalid Date of a text that is none, so that one odd record does not hide the others', () => {
    const [odd, good] = withDates([{ createdAt: 'soon' }, { createdAt: '2026-07-28T09:30:00Z' }]) as unknown as [
      { createdAt: Date },
      { createdAt: Date },
    ]
    expect(odd.createdAt.getTime()).toBeNaN()
    expect(good.createdAt.toISOString()).toBe('2026-07-28T09:30:00.000Z')
  })
})

describe('toDateTime', () => {
  test.each([
    ['2026-07-28T11:30:00+02:00', '2026-07-28T09:30:00Z'],
    ['2026-07-28T09:30:00.120Z', '2026-07-28T09:30:00.120Z'],
  ])('writes %s as %s', (date, expected) => {
    expect(toDateTime(new Date(date))).toBe(expected)
  })
})
