import { afterEach, describe, expect, it, vi } from 'vitest'
import { LabelboxError } from '../../core/errors.ts'
import * as failures from './failures.ts'
import { loadFailures } from './failureCode.ts'
import { readResponse } from './readResponse.ts'

const mutation = { operationName: 'InviteUser', kind: 'mutation', attempts: 1, mayHaveRun: false } as const
const message = { url: 'https://api.labelbox.com/graphql', headers: { Authorization: 'Bearer s3cr3t-key' }, body: '{}' }
const refused = Object.assign(new Error('s3cr3t-key'), { code: 'ECONNREFUSED' })
const missing = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

afterEach(() => vi.unstubAllGlobals())

describe('a failure whose words can not be loaded', () => {
  it.each([
    [401, undefined, 'AUTHENTICATION', false],
    [429, undefined, 'API_LIMIT', false],
    [502, undefined, 'INTERNAL_SERVER_ERROR', true],
    [200, 'AUTHORIZATION_ERROR', 'AUTHORIZATION', false],
  ])('keeps what HTTP %i with the code %s means', async (status, serverCode, code, mayHaveRun) => {
    const errors = serverCode && [{ message: 'No.', extensions: { code: serverCode } }]
    const { failure } = readResponse({ status, headers: new Headers(), body: JSON.stringify({ errors }) }, mutation)
    const full = failure?.(failures)
    const short = failure?.(await loadFailures(missing))

    expect(short).toMatchObject({ code, mayHaveRun })
    expect({ ...short?.toJSON(), message: '' }).toEqual({ ...full?.toJSON(), message: '' })
    expect(short?.message).toContain(`InviteUser failed: ${code}.`)
  })

  it('is of code NETWORK and proves nothing, and shows nothing of what was thrown', async () => {
    const error = (await loadFailures(missing)).networkError(mutation, message, refused, false)

    expect(error).toMatchObject({ code: 'NETWORK', retryable: true, mayHaveRun: true })
    expect(error.cause).toBeUndefined()
    expect(error.message).toBe('InviteUser failed: NETWORK. The change may have been made.')
  })

  it('leaves a query without a change', async () => {
    const call = { ...mutation, kind: 'query' } as const
    expect((await loadFailures(missing)).networkError(call, message, refused, false).mayHaveRun).toBe(false)
  })
})

it('a page that is offline does not try to load words', async () => {
  vi.stubGlobal('navigator', { onLine: false, userAgent: 'Mozilla/5.0' })
  const load = vi.fn(() => Promise.resolve(failures))

  expect((await loadFailures(load)).networkError(mutation, message, refused, false)).toBeInstanceOf(LabelboxError)
  expect(load).not.toHaveBeenCalled()
})

it('words that could not be loaded are loaded at the next failure', async () => {
  await loadFailures(missing)
  expect(await loadFailures(() => Promise.resolve(failures))).toBe(failures)
})
