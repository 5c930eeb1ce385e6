import { invalid, requireKnown } from '../core/guards.ts'
import type { OnceStore, RememberedChange } from '../core/onceStore.ts'
import type { RedisClient } from './slidingWindow.ts'

/** Options of {@link redisOnceStore}. */
export interface RedisOnceStoreOptions {
  /** The client to send commands with. */
  readonly client: RedisClient
  /** What the keys in Redis begin with. Proxies with the same prefix on the same Redis share them. Default: `labelbox-org:`. */
  readonly prefix?: string | undefined
}

/** Sets the claimant if nothing is there; else gives the claimant and the outcome. */
const claimScript = `
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('HMGET', KEYS[1], 'claimant', 'outcome') end
redis.call('HSET', KEYS[1], 'claimant', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return false
`

/** Keeps the first outcome, for the rest of the time. */
const settleScript = `
if redis.call('HGET', KEYS[1], 'claimant') == ARGV[1] then redis.call('HSETNX', KEYS[1], 'outcome', ARGV[2]) end
return 1
`

const releaseScript = `
if redis.call('HGET', KEYS[1], 'claimant') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`

const readScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
return redis.call('HMGET', KEYS[1], 'claimant', 'outcome')
`

/**
 * Remembers the changes of a `labelboxProxy` in Redis or Valkey, so that a change that arrives twice is made once,
 * whichever process it reaches. Keys are hashes of caller and id; the outcomes are kept for minutes, and no secret is
 * among them. If Redis doesn't respond, the proxy sends no change.
 *
 * Use a Redis that evicts nothing before its time, and not a replica that is read late.
 *
 * @example
 * export const POST = labelboxProxy({ apiKey, authorize, once: redisOnceStore({ client }) })
 *
 * @throws LabelboxError `INVALID_INPUT` for a client of another kind.
 */
export function redisOnceStore(options: RedisOnceStoreOptions): OnceStore {
  const { client, prefix = 'labelbox-org:' } = options
  requireKnown(options, ['client', 'prefix'])
  if (typeof (client as Partial<RedisClient>).eval !== 'function') {
    throw invalid('redisOnceStore: client must be a client of ioredis, iovalkey or redis.')
  }
  const run = async (script: string, id: string, ...rest: readonly string[]): Promise<unknown> => {
    const keys = [`${prefix}once:${id}`]
    return await ('defineCommand' in client
      ? (client.eval as IoredisEval)(script, keys.length, ...keys, ...rest)
      : (client.eval as NodeRedisEval)(script, { keys, arguments: rest }))
  }
  return {
    claim: async (id, claimant, ms) => toChange(await run(claimScript, id, claimant, String(ms))),
    settle: async (id, claimant, outcome) => {
      await run(settleScript, id, claimant, outcome)
    },
    release: async (id, claimant) => {
      await run(releaseScript, id, claimant)
    },
    read: async (id) => toChange(await run(readScript, id)),
  }
}

type IoredisEval = (script: string, numberOfKeys: number, ...keysAndArguments: readonly string[]) => unknown
type NodeRedisEval = (
  script: string,
  options: { readonly keys: readonly string[]; readonly arguments: readonly string[] },
) => unknown

function toChange(answer: unknown): RememberedChange | undefined {
  if (!Array.isArray(answer)) return undefined
  const [claimant, outcome] = answer as readonly unknown[]
  return { claimant: String(claimant), outcome: typeof outcome === 'string' ? outcome : undefined }
}
