import { LabelboxError } from '../core/errors.ts'
import { notify } from '../transport/observe/notify.ts'
import { memoryStore } from '../transport/quota/memoryStore.ts'
import type { RateLimitStore } from '../transport/quota/options.ts'
import { realTiming, type Timing } from '../transport/time/timing.ts'
import { slidingWindow, type RedisClient, type Take } from './slidingWindow.ts'

/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /** Your connected Redis client. */
  readonly client: RedisClient
  /**
   * Names the quota: one for each organization. All who give the same name on the same Redis share it. Default
   * `labelbox-org`. Not the API key: Redis shows its keys to everyone who may look.
   */
  readonly key?: string | undefined
  /**
   * The part of `requestsPerMinute` that this process goes on with while Redis does not answer, above 0 and up to 1; one
   * request a minute at least. Default 0.1, with which ten processes stay inside the quota together.
   */
  readonly share?: number | undefined
  /**
   * Told each time that Redis was asked in vain, and why: once a second at most for each client that has the store. For
   * your log. It is not waited for, and what it throws changes nothing.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
}

const seconds = 60
/** Milliseconds that Redis has for an answer, and for which it is then left alone. */
const patience = 1000
/** Why the wait for an answer ends. */
const answered = new Error('There is an answer.')
/** Milliseconds for which it is left alone while a command has neither been answered nor failed. */
const silence = 60_000

/**
 * Counts `requestsPerMinute` in Redis or Valkey, for all processes that use the same key: together they send no more
 * than that in any 60 seconds. The window slides, by Redis's clock, as the one in memory does.
 *
 * Redis has a second to answer. If it does not, or fails, each process goes on with its `share`, counted in memory, and
 * asks Redis again a second later: no call hangs on Redis. A command that has neither been answered nor failed by then may
 * still be on its way, since clients hold commands back while they have no connection; Redis is asked again as soon as it
 * ends, and if it never does, 60 seconds later. So a client holds back one command a minute, or as many as were asked for
 * at once by those who share the store, and each takes one request of the quota when Redis is back. The minute in which
 * Redis is lost, and the one in which it is back, can hold the shares on top of the quota; a Redis that comes back without
 * its data begins to count anew.
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
 * @throws `LabelboxError` of code `INVALID_INPUT` for options that make no sense.
 */
export function redisStore(options: RedisStoreOptions): RateLimitStore {
  return timedStore(options, realTiming)
}

/** The same by any clock. */
export function timedStore(options: RedisStoreOptions, timing: Timing): RateLimitStore {
  const { client, key = 'labelbox-org', share = 0.1, onError } = options
  if (typeof client.eval !== 'function') throw invalid('client must be a client of ioredis, iovalkey or redis.')
  if (!(share > 0 && share <= 1)) throw invalid('share must be above 0 and no more than 1, such as 0.1.')
  const windows = new Map<number, Take>()
  const memory = memoryStore(() => timing.now())
  let leftAloneUntil = -Infinity
  /** Commands that the client may still hold back. */
  let heldBack = 0

  async function askRedis(requestsPerMinute: number): Promise<number> {
    const take = windows.get(requestsPerMinute) ?? slidingWindow(client, requestsPerMinute, seconds)
    windows.set(requestsPerMinute, take)
    const answer = take(key)
    return inTime(timing, answer, () => {
      // The client may keep it and send it whenever Redis is back. One such request in a minute is enough.
      leftAloneUntil = timing.now() + silence
      heldBack += 1
      const end = (): void => {
        heldBack -= 1
        if (heldBack === 0) leftAloneUntil = -Infinity
      }
      answer.then(end, end)
    })
  }

  return {
    async take(requestsPerMinute) {
      if (timing.now() >= leftAloneUntil) {
        try {
          return await askRedis(requestsPerMinute)
        } catch (error) {
          leftAloneUntil = Math.max(leftAloneUntil, timing.now() + patience)
          notify(onError, error, () => undefined)
        }
      }
      // Not longer than a second: Redis may be back sooner than the share is.
      return Math.min(patience, memory.take(Math.max(1, Math.floor(requestsPerMinute * share))))
    },
  }
}

/** The client may hold a command back for as long as it has no connection. */
async function inTime<T>(timing: Timing, answer: Promise<T>, onLate: () => void): Promise<T> {
  const wait = new AbortController()
  const late = async (): Promise<never> => {
    // In two halves: where the program itself was busy for so long, the answer may be there and has only to be read.
    await timing.sleep(patience / 2, wait.signal)
    await timing.sleep(patience / 2, wait.signal)
    onLate()
    throw new Error(`Redis gave no answer within ${patience} ms.`)
  }
  try {
    return await Promise.race([answer, late()])
  } finally {
    wait.abort(answered)
  }
}

const invalid = (message: string): LabelboxError =>
  new LabelboxError({ code: 'INVALID_INPUT', message: `redisStore: ${message}` })
