import { inspect } from 'node:util'
import { CombinedError } from '@urql/core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type * as Errors from './errors.ts'
import { isLabelboxError, LabelboxError, type LabelboxErrorInit } from './errors.ts'

const init: LabelboxErrorInit = {
  code: 'USAGE_LIMIT',
  message: 'InviteUser failed: no seats left.',
  status: 200,
  requestId: 'r-1',
  operationName: 'InviteUser',
  retryable: true,
  retryAfterMs: 2000,
  mayHaveRun: true,
  attempts: 3,
}

/** The same module once more, as a second installed copy would be. */
const copy = './errors.ts?copy'
const otherCopy = (await import(/* @vite-ignore */ copy)) as typeof Errors

describe('LabelboxError', () => {
  test('is an Error with the members of urql’s CombinedError', () => {
    const error = new LabelboxError(init)
    expect(error).toBeInstanceOf(Error)
    expect(error.graphQLErrors).toEqual([])
    expect(error.networkError).toMatchObject({ name: 'LabelboxError', message: init.message })
    expect(error).toMatchObject({ ...init, name: 'LabelboxError' })
    expect(String(error)).toBe('LabelboxError: InviteUser failed: no seats left.')
  })

  test('its stack begins with its message and continues with where it was created', () => {
    const [first, second] = (new LabelboxError(init).stack ?? '').split('\n')
    expect(first).toBe('LabelboxError: InviteUser failed: no seats left.')
    expect(second).toContain('errors.test.ts')
  })

  test('its JSON has only details that may be shown', () => {
    expect(JSON.parse(JSON.stringify(new LabelboxError(init)))).toEqual({ ...init, name: 'LabelboxError' })
  })

  test('may not be retried, ran nothing and has no attempts, unless it says so', () => {
    expect(new LabelboxError({ code: 'NETWORK', message: 'a' })).toMatchObject({
      retryable: false,
      mayHaveRun: false,
      attempts: 0,
    })
  })

  test('lets exchanges replace what CombinedError lets them replace', () => {
    const error = new LabelboxError({ ...init, graphQLErrors: [{ message: 'a' }] })
    expect(error.networkError).toBeUndefined()
    const networkError = new Error('b')
    Object.assign(error, { graphQLErrors: [], networkError, response: 'c' })
    expect(error).toMatchObject({ graphQLErrors: [], networkError, response: 'c' })
    expect(Reflect.deleteProperty(error, 'response')).toBe(true)
  })

  test('needs no captureStackTrace, which not every browser has', () => {
    const own = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace') ?? {}
    Reflect.deleteProperty(Error, 'captureStackTrace')
    try {
      expect(new LabelboxError(init).message).toBe(init.message)
    } finally {
      Object.defineProperty(Error, 'captureStackTrace', own)
    }
  })

  test('has no cause if none was given', () => {
    expect(new LabelboxError(init)).not.toHaveProperty('cause')
    expect(new LabelboxError({ ...init, cause: 'closed' }).cause).toBe('closed')
  })

  test('hides the server’s text from logs, and keeps it as properties', () => {
    const secret = 'planted-secret'
    const error = new LabelboxError({
      ...init,
      graphQLErrors: [{ message: secret, path: [secret], extensions: { code: secret } }],
      data: { secret },
      response: new Response(secret, { headers: { secret } }),
    })
    const shown = [
      error.message,
      error.stack,
      String(error),
      JSON.stringify(error),
      JSON.stringify(Object.entries(error)),
      inspect(error, { depth: Infinity }),
      inspect({ error }, { depth: Infinity }),
    ]
    for (const text of shown) expect(text).not.toContain(secret)
    expect(error.graphQLErrors[0]?.message).toBe(secret)
    expect(error.data).toEqual({ secret })
    expect(error.response).toBeInstanceOf(Response)
  })

  test('ends its message with the advice, which hint and reason have as data', () => {
    const error = new LabelboxError({ ...init, advice: ['fill-seats', 'Free some.'] })

    expect(error.message).toBe(`${init.message} Free some.`)
    expect(error).toMatchObject({ hint: 'fill-seats', reason: init.message })
    expect(Object.keys(error)).not.toContain('hint')
    expect(new LabelboxError(init)).toMatchObject({ hint: undefined, reason: init.message })
  })
})

describe('isLabelboxError', () => {
  test('recognizes an error of another copy of the package', () => {
    expect(otherCopy.LabelboxError).not.toBe(LabelboxError)
    const error = new otherCopy.LabelboxError(init)
    expect(error).not.toBeInstanceOf(LabelboxError)
    expect(isLabelboxError(error)).toBe(true)
    expect(isLabelboxError(error, 'USAGE_LIMIT')).toBe(true)
  })

  test('distinguishes codes, for the compiler too', () => {
    const error: unknown = new LabelboxError(init)
    expect(isLabelboxError(error, 'API_LIMIT')).toBe(false)
    expect(isLabelboxError(error, 'USAGE_LIMIT')).toBe(true)
    if (isLabelboxError(error, 'USAGE_LIMIT')) expectTypeOf(error.code).toEqualTypeOf<'USAGE_LIMIT'>()
  })

  test.each([
    undefined,
    null,
    1,
    'LabelboxError',
    true,
    {},
    [],
    () => undefined,
    new Error('USAGE_LIMIT'),
    { code: 'USAGE_LIMIT' },
  ])('rejects %s', (value) => {
    expect(isLabelboxError(value)).toBe(false)
    expect(isLabelboxError(value, 'USAGE_LIMIT')).toBe(false)
  })

  test('rejects a plain CombinedError', () => {
    expect(isLabelboxError(new CombinedError({ networkError: new Error('closed') }))).toBe(false)
  })
})
