import { afterEach, describe, expect, it, vi } from 'vitest'
import { lazyCode } from '../lazyCode.ts'
import { attemptError } from './attemptError.ts'
import * as failures from './failures.ts'

const call = { operationName: 'InviteUser', kind: 'mutation', attempts: 1, mayHaveRun: false } as const
const message = { url: 'https://api.labelbox.com/graphql', headers: { Authorization: 'Bearer s3cr3t-key' }, body: '{}' }
const thrown = Object.assign(new Error('s3cr3t-key'), { code: 'ECONNREFUSED' })
const refused = { call, message, hasKey: true, isStream: false, thrown }
const response = { status: 429, headers: new Headers(), body: '' }
const answered = { ...refused, thrown: undefined, response }
const missing = () => lazyCode(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module')))

afterEach(() => vi.unstubAllGlobals())

describe('a failed attempt whose code can not be loaded', () => {
  it('is of code NETWORK without a response, and shows nothing of what was thrown', async () => {
    const error = await attemptError(refused, missing())

    expect(error).toMatchObject({ code: 'NETWORK', operationName: 'InviteUser', retryable: true, mayHaveRun: true })
    expect(error.cause).toBeUndefined()
    expect(error.message).toMatch(/^InviteUser failed: .*could not be loaded.* The change may have been made\.$/)
  })

  it('is of code SERVER_ERROR with a response, and proves nothing', async () => {
    expect(await attemptError(answered, missing())).toMatchObject({
      code: 'SERVER_ERROR',
      status: 429,
      retryable: false,
      mayHaveRun: true,
    })
  })

  it('is of code NETWORK with a response that could not be read', async () => {
    const broken = { ...answered, thrown: new TypeError('terminated') }
    expect(await attemptError(broken, missing())).toMatchObject({ code: 'NETWORK', status: 429, retryable: true })
  })

  it('leaves a query without a change', async () => {
    const query = { ...refused, call: { ...call, kind: 'query' } } as const
    expect((await attemptError(query, missing())).mayHaveRun).toBe(false)
  })

  it('is known in full at the next failure, if its code can be loaded then', async () => {
    let loads = 0
    const code = lazyCode(() => (++loads === 1 ? Promise.reject(new TypeError('offline')) : Promise.resolve(failures)))

    expect((await attemptError(answered, code)).code).toBe('SERVER_ERROR')
    expect((await attemptError(answered, code)).code).toBe('API_LIMIT')
  })
})

it.each<[string, unknown, string]>([
  ['names the code of the innermost cause', { code: 'ENOTFOUND' }, ': ENOTFOUND.'],
  ['names no code that the system does not have', { code: 'Ada Lovelace' }, '.'],
  ['names no code that holds the key', { code: 'SECRET_KEY' }, '.'],
  ['names no code where there is none', {}, '.'],
])('a failed connection %s', async (_, facts, end) => {
  const cause = Object.assign(new Error('failed'), facts)
  const failed = { ...refused, thrown: new TypeError('fetch failed', { cause }) }
  const headers = { Authorization: 'Bearer SECRET_KEY' }
  const error = await attemptError(
    { ...failed, message: { ...message, headers } },
    lazyCode(() => Promise.resolve(failures)),
  )

  expect(error.message).toMatch(/^InviteUser failed: the connection failed.* See `error\.cause`[^`]*$/)
  expect(error.message.split('`').at(-1)).toBe(end)
  expect(error.hint).toBe('see-cause')
})

it.each([
  ['reached no server', 'ECONNREFUSED', 'the connection failed, because no server was reached. Check the endpoint'],
  ['was made', 'ECONNRESET', 'the connection failed before the whole response came.'],
])('the message of a connection that %s says so', async (_, code, words) => {
  const cause = Object.assign(new Error('failed'), { code })
  const error = await attemptError(
    { ...refused, thrown: new TypeError('fetch failed', { cause }) },
    lazyCode(() => Promise.resolve(failures)),
  )
  expect(error.message).toContain(words)
})

it.each([
  ['does not try to load code', 'app.example.com', 0],
  ['loads code from this machine', 'localhost', 1],
])('a page that is offline %s', async (_, hostname, loads) => {
  vi.stubGlobal('navigator', { onLine: false, userAgent: 'Mozilla/5.0' })
  vi.stubGlobal('location', { hostname })
  const load = vi.fn(() => Promise.resolve(failures))
  await attemptError(refused, lazyCode(load))

  expect(load).toHaveBeenCalledTimes(loads)
})
