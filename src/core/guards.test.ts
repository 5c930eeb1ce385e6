import { describe, expect, it } from 'vitest'
import { isLabelboxError } from './errors.ts'
import {
  hasId,
  isFile,
  isRecord,
  objectOf,
  refuse,
  requireCount,
  requireDuration,
  requireFunctions,
  requireObjects,
  requireKnown,
} from './guards.ts'

const notObjects: readonly unknown[] = [undefined, null, 0, '', 'text', true, Symbol('s'), 1n, () => 1]

/** What a check says of a wrong value; `undefined` of a right one. */
function refusal(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (isLabelboxError(error, 'INVALID_INPUT')) return error.message
    throw error
  }
}

describe('what is given where an object should be', () => {
  it.each(notObjects)('is not one: %s', (value) => {
    expect(isRecord(value)).toBe(false)
    expect(hasId(value)).toBe(false)
    expect(isFile(value)).toBe(false)
    expect(objectOf(value as object)).toEqual({})
  })

  it('may be a list', () => {
    expect([isRecord([]), isRecord({}), isRecord(Object.create(null))]).toEqual([false, true, true])
    expect(hasId(Object.assign([], { id: 'a' }))).toBe(false)
  })

  it('is passed on as it is', () => {
    const options = { a: 1 }
    expect(objectOf(options)).toBe(options)
  })

  it('has an id if that is text', () => {
    expect([hasId({ id: 'a' }), hasId({ id: 1 }), hasId({})]).toEqual([true, false, false])
  })

  it('is a file by its name, of whatever window', () => {
    class Foreign {
      readonly [Symbol.toStringTag] = 'File'
    }
    expect([new Blob(), new File([], 'a'), new Foreign(), {}, new Date()].map(isFile)).toEqual([
      ...[true, true, true],
      ...[false, false],
    ])
  })
})

describe('a count', () => {
  it.each([1, 2, 10])('may be %s', (value) => {
    expect(refusal(() => requireCount(value, 'limit', 10))).toBeUndefined()
    expect(refusal(() => requireCount(value, 'limit'))).toBeUndefined()
  })

  it.each([0, -1, 1.5, NaN, Infinity, '3', null, undefined, {}, 11])('may not be %s', (value) => {
    expect(refusal(() => requireCount(value, 'limit', 10))).toBe('limit must be a whole number from 1 to 10.')
    if (value !== 11)
      expect(refusal(() => requireCount(value, 'limit'))).toBe('limit must be a whole number, 1 or more.')
  })
})

describe('a duration', () => {
  it.each([1, 0.5, 2 ** 31 - 1, Infinity])('may be %s', (value) => {
    expect(refusal(() => requireDuration(value, 'timeoutMs'))).toBeUndefined()
  })

  it.each([0, -1, 2 ** 31, -Infinity, NaN, '5', null, undefined])('may not be %s', (value) => {
    expect(refusal(() => requireDuration(value, 'timeoutMs'))).toBe(
      'timeoutMs must be a number of milliseconds from 1 to 2147483647, or Infinity.',
    )
  })
})

describe('options', () => {
  it('with an unknown name are refused, unless they have no value', () => {
    const check = (options: Readonly<Record<string, unknown>>) =>
      refusal(() => requireKnown(options, ['dryRun', 'URL']))
    expect(check({ dryrun: true })).toBe('There is no option dryrun. The options are dryRun, URL.')
    expect(check({ dryRun: true, url: null })).toBe('There is no option url. The options are dryRun, URL.')
    expect(check({ dryRun: true, URL: 'x', other: undefined })).toBeUndefined()
  })

  it.each(notObjects.filter((value) => value !== undefined))('that should be objects and are %s', (value) => {
    expect(refusal(() => requireObjects({ hooks: {}, tracing: value }))).toBe('tracing must be an object.')
    if (typeof value !== 'function')
      expect(refusal(() => requireFunctions({ caller: () => 1, onError: value }))).toBe('onError must be a function.')
  })

  it('may be left out', () => {
    expect(refusal(() => requireObjects({ hooks: undefined }))).toBeUndefined()
    expect(refusal(() => requireFunctions({ caller: undefined, onError: () => 1 }))).toBeUndefined()
  })
})

it('an operation that is not sent is named in the error', () => {
  const error = refuse('InviteUser', 'no email was given.', ['see-cause', 'See there.'])
  expect(error).toMatchObject({ code: 'INVALID_INPUT', operationName: 'InviteUser', hint: 'see-cause' })
  expect(error.message).toBe('InviteUser was not sent: no email was given. See there.')
})
