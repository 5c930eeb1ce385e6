import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * A client of `ioredis`, `iovalkey` or `redis` (node-redis 4 or later), including cluster clients. You connect it, handle
 * its `error` events and close it.
 */
export interface RedisClient {
  /** Runs a Lua script. */
  readonly eval: (...args: never) => unknown
}

/**
 * Counts in a sliding window. The library's own window is fixed: around its end, twice the limit can be sent.
 *
 * The key holds a list with the times of the last requests by the clock of Redis, in microseconds, newest last. The script
 * returns the count, which is above the limit if the request is refused, and the milliseconds to wait. If the clock was
 * set back by more than the window, counting starts over.
 */
const script = `
local limit, window = tonumber(ARGV[3]), tonumber(ARGV[4]) * 1000000
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local edge = redis.call('LINDEX', KEYS[1], -limit)
local age = edge and now - edge or window
if math.abs(age) < window then return { limit + 1, math.ceil((window - age) / 1000) } end
redis.call('RPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], -limit, -1)
redis.call('PEXPIRE', KEYS[1], window / 1000)
return { 0, 0 }
`

/** Takes one request from the quota of a key. Returns 0, or the milliseconds to wait if the quota is used up. */
export type Take = (key: string) => Promise<number>

/** Grants at most `limit` requests in any interval of `seconds`. */
export function slidingWindow(client: RedisClient, limit: number, seconds: number): Take {
  const limiter = new RateLimiterRedis({
    storeClient: nodeRedis(client),
    useRedisPackage: true,
    customIncrTtlLuaScript: script,
    keyPrefix: '',
    points: limit,
    duration: seconds,
  })
  return async (key) => {
    try {
      await limiter.consume(key)
      return 0
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext
      throw refusal
    }
  }
}

type Eval = (script: string, numberOfKeys: number, ...keysAndArguments: readonly string[]) => unknown

/**
 * Wraps an ioredis client as a client of `redis`. For ioredis, the library defines a command on the client, which would
 * replace the command of another limiter on the same client.
 */
function nodeRedis(client: RedisClient): unknown {
  if (!('defineCommand' in client)) return client
  const evaluate = (script: string, { keys, arguments: rest }: Record<'keys' | 'arguments', readonly string[]>) =>
    (client.eval as Eval)(script, keys.length, ...keys, ...rest)
  return Object.create(client, { defineCommand: { value: undefined }, eval: { value: evaluate } })
}
