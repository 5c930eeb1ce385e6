import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import type * as Main from 'labelbox-org'
import { CancelInviteDocument } from 'labelbox-org/operations'
import { describe, expect, it } from 'vitest'
import { giving } from './support/httpServer.ts'
import { rejection } from './support/roads.ts'
import { serving } from './support/serving.ts'

// Test environments and phone engines lack parts of the web platform. A node:vm context has only the language: no
// TextDecoder, no AbortSignal, no crypto, no performance, no process.

async function load(file: string, globals: object): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'iife',
    globalName: 'entry',
    platform: 'browser',
    target: 'es2022',
    write: false,
  })
  return runInContext(`${outputFiles[0]?.text ?? ''};entry`, createContext(globals))
}

it.each([
  ['labelbox-org', 'src/index.ts'],
  ['labelbox-org/errors', 'src/errors/index.ts'],
  ['labelbox-org/operations', 'generated/operations.ts'],
  ['labelbox-org/urql', 'src/urql/index.ts'],
  ['labelbox-org/webhooks', 'src/webhooks/index.ts'],
  ['labelbox-org/opentelemetry', 'src/opentelemetry/index.ts'],
])('%s is loaded where there is nothing but the language', async (_, file) => {
  expect(Object.keys((await load(file, {})) as object)).not.toEqual([])
})

/** A polyfill's signal, without a reason, `throwIfAborted` and the static methods. */
class OldController {
  readonly #listeners = new Set<() => void>()
  readonly signal = {
    aborted: false,
    addEventListener: (_: string, listener: () => void) => void this.#listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => void this.#listeners.delete(listener),
  }
  abort(): void {
    this.signal.aborted = true
    for (const listener of this.#listeners) listener()
  }
}

/** The minimum that a client needs, with a `fetch` that ignores signals. */
const least = {
  URL,
  URLSearchParams,
  performance: { now: () => performance.now() },
  setTimeout,
  clearTimeout,
  btoa,
  AbortController: OldController,
  TextDecoder,
  TextEncoder,
  fetch: (url: string, { method, headers, body }: RequestInit) =>
    fetch(url, { method: method ?? 'GET', headers: headers ?? {}, body: body ?? null }),
}

describe('in a runtime with the language alone and polyfills', () => {
  const start = async () => (await load('src/index.ts', least)) as typeof Main
  const apiKey = 'planted.api-key'
  const user = { id: 'u-1', email: 'ada@example.com', createdAt: null, lastLoginAt: null, updatedAt: null }

  it('runs queries and mutations', async () => {
    const { Labelbox } = await start()
    const server = await serving(giving({ user, cancelInvite: { id: 'i-1' } }))
    const labelbox = new Labelbox({ apiKey, endpoint: `${server.origin}/graphql` })
    expect(await labelbox.getUser()).toMatchObject({ email: 'ada@example.com' })
    await labelbox.execute(CancelInviteDocument, { id: 'i-1' })
    expect(server.received.map(({ headers }) => headers['x-attempt-id'])).toEqual([
      undefined,
      expect.stringMatching(/^[\da-f-]{36}$/),
    ])
  })

  it('rejects with ABORTED whenever the signal aborts', async () => {
    const { Labelbox } = await start()
    const server = await serving(() => undefined)
    const labelbox = new Labelbox({
      apiKey,
      endpoint: `${server.origin}/graphql`,
      rateLimit: { maxConcurrent: 1 },
    })
    const late = new OldController()
    const early = new OldController()
    early.abort()
    // One is under way and one is queued.
    const calls = [early, late, late].map(({ signal }) =>
      rejection(labelbox.getUser({ signal: signal as unknown as AbortSignal })),
    )
    setTimeout(() => late.abort(), 20)
    expect(await Promise.all(calls)).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }, { code: 'ABORTED' }])
  })

  it('names the missing key where the environment can not be read', async () => {
    const denied = {
      get env(): never {
        throw new Error('NotCapable: Requires env access')
      },
    }
    const { Labelbox } = (await load('src/index.ts', { ...least, process: denied })) as typeof Main
    expect(() => new Labelbox()).toThrow('--allow-env=LABELBOX_API_KEY')
    expect(() => new Labelbox({ apiKey })).not.toThrow()
  })
})
