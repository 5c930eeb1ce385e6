import { cacheExchange, Client, type Exchange } from '@urql/core'
import { Labelbox, type AuditOptions, type ConnectionOptions } from 'labelbox-org'
import { labelboxCache } from 'labelbox-org/graphcache'
import { createSandbox, type Sandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'
import { labelboxExchange } from 'labelbox-org/urql'
import { onTestFinished } from 'vitest'
import { isLong } from './long.ts'

/** Options for both roads: those of the transport and those of the facade. */
type Options = Pick<ConnectionOptions, 'retry' | 'timeoutMs' | 'deadlineMs' | 'onPartialData' | 'dryRun'> & AuditOptions

type Road = (sandbox: Pick<Sandbox, 'url' | 'apiKey'>, options?: Options) => Labelbox

/** Through a urql client with a cache. The facade gets the API's own answers past it. */
const throughClient =
  (cache: Exchange): Road =>
  ({ url, apiKey }, { audit, ...options } = {}) =>
    new Labelbox({
      audit,
      client: new Client({ url, exchanges: [cache, labelboxExchange({ endpoint: url, apiKey, ...options })] }),
    })

/** By key, and through a urql client: the facade must behave the same. In the long form also with graphcache in front. */
export const roads: readonly (readonly [name: string, road: Road])[] = [
  ['by key', ({ url, apiKey }, options) => new Labelbox({ endpoint: url, apiKey, ...options })],
  ['through a urql client', throughClient(cacheExchange)],
  ...(isLong ? [['through a urql client with graphcache', throughClient(labelboxCache())] as const] : []),
]

/** A sandbox that closes after the test. */
export async function sandboxed(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options)
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** The names of the received operations, in order. */
export const operations = (sandbox: Sandbox): readonly (string | undefined)[] =>
  sandbox.received.map(({ operationName, query }) => operationName ?? /(?:query|mutation) (\w+)/.exec(query ?? '')?.[1])

/** The reason of a rejection; a promise that fulfills fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('nothing')
  const error: unknown = await promise.then(
    () => nothing,
    (reason: unknown) => reason,
  )
  if (error === nothing) throw new Error('Expected a rejection.')
  return error
}
