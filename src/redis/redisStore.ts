import { invalid, requireKnown } from '../core/guards.ts'
import { notify } from '../transport/observe/notify.ts'
import { memoryStore } from '../transport/quota/memoryStore.ts'
import type { RateLimitStore } from '../transport/quota/options.ts'
import { realTiming, type Timing } from '../transport/time/timing.ts'
import { slidingWindow, type RedisClient, type Take } from './slidingWindow.ts'

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** The client to send commands with. */
  readonly client: RedisClient
  /**
   * What the key in Redis begins with. Stores with the same prefix on the same Redis share one quota; use one prefix for
   * each organization. Don't use the API key, as every user of the Redis can read it. Default: `labelbox-org:`.
   */
  readonly prefix?: string | undefined
  /**
   * The fraction of `requestsPerMinute` that this process may send while Redis is unavailable: above 0, at most 1. At
   * least one request per minute is allowed. Default: 0.1, with which ten processes stay within the quota.
   */
  readonly share?: number | undefined
  /**
   * Called with each error of Redis, for your log: at most once per second for each client that uses the store. Its
   * result and its errors are ignored.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
}

const windowSeconds = 60
/** The timeout of a command, and the pause after a failure. */
const timeoutMs = 1000
/** The pause while a command that timed out is still pending. */
const pendingPauseMs = 60_000
/** Why the timer of a command is aborted. */
const settled = new Error('The command has settled.')

/**
 * Creates a store that counts `requestsPerMinute` in Redis or Valkey, for all processes that use the same prefix. Together
 * they send at most that many requests in any 60 seconds, by the clock of Redis.
 *
 * If Redis fails or doesn't respond within a second, the process continues with its `share` of the quota, counted in
 * memory, and tries Redis again a second later. So no call waits for Redis. Clients queue commands while they have no
 * connection. While one is queued, Redis is tried again when the command settles, at the latest after 60
 * seconds. When Redis is back, each queued command takes one request of the quota.
 *
 * In the minutes in which Redis is lost and restored, the shares are sent on top of the quota. A Redis that has lost its
 * data starts counting from zero.
 *
 * @example
 * import Redis from 'ioredis'
 * import { Labelbox } from 'labelbox-org'
 * import { redisStore } from 'labelbox-org/redis'
 *
 * const client = new Redis(process.env.REDIS_URL)
 * client.on('error', console.error)
 * const labelbox = new Labelbox({ apiKey, rateLimit: { requestsPerMinute: 1500, store: redisStore({ client }) } })
 *
 * @throws LabelboxError `INVALID_INPUT` for invalid options.
 */
export function redisStore(options: RedisStoreOptions): RateLimitStore {
  return timedStore(options, realTiming)
}

/** {@link redisStore} with a clock for tests. */
export function timedStore(options: RedisStoreOptions, timing: Timing): RateLimitStore {
  const { client, prefix = 'labelbox-org:', share = 0.1, onError } = options
  requireKnown(options, ['client', 'prefix', 'share', 'onError'])
  if (typeof client.eval !== 'function')
    throw invalid('redisStore: client must be a client of ioredis, iovalkey or redis.')
  if (!(share > 0 && share <= 1)) throw invalid('redisStore: share must be above 0 and at most 1, for example 0.1.')
  const windows = new Map<number, Take>()
  const memory = memoryStore(() => timing.now())
  let pausedUntil = -Infinity
  /** Commands that timed out and may still be queued in the client. */
  let pending = 0

  async function askRedis(requestsPerMinute: number): Promise<number> {
    const take = windows.get(requestsPerMinute) ?? slidingWindow(client, requestsPerMinute, windowSeconds)
    windows.set(requestsPerMinute, take)
    const command = take(`${prefix}quota`)
    return withTimeout(timing, command, () => {
      // The client may send the command when Redis is back. One such command per minute is enough.
      pausedUntil = timing.now() + pendingPauseMs
      pending += 1
      const end = (): void => {
        pending -= 1
        if (pending === 0) pausedUntil = -Infinity
      }
      command.then(end, end)
    })
  }

  return {
    async take(requestsPerMinute) {
      if (timing.now() >= pausedUntil) {
        try {
          return await askRedis(requestsPerMinute)
        } catch (error) {
          pausedUntil = Math.max(pausedUntil, timing.now() + timeoutMs)
          notify(onError, error, () => undefined)
        }
      }
      // At most a second: Redis may be back before the share is.
      return Math.min(timeoutMs, memory.take(Math.max(1, Math.floor(requestsPerMinute * share))))
    },
  }
}

/** Needed because clients queue commands while they have no connection. */
async function withTimeout<T>(timing: Timing, command: Promise<T>, onTimeout: () => void): Promise<T> {
  const timer = new AbortController()
  const timeout = async (): Promise<never> => {
    // In two halves: if this process was busy, the response may have arrived and only needs to be read.
    await timing.sleep(timeoutMs / 2, timer.signal)
    await timing.sleep(timeoutMs / 2, timer.signal)
    onTimeout()
    throw new Error(`Redis did not respond within ${timeoutMs} ms.`)
  }
  try {
    return await Promise.race([command, timeout()])
  } finally {
    timer.abort(settled)
  }
}
