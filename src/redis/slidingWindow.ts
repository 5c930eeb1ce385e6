import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * A client of `ioredis`, `iovalkey` or `redis` (node-redis 4 or newer), a cluster's too. It stays yours: to connect, to
 * listen to for `error`, to close.
 */
export interface RedisClient {
  /** Runs a Lua script. */
  readonly eval: (...args: never) => unknown
}

/**
 * The library's own window is fixed and begins with a request, so that twice the limit can go out around its end. This
 * one slides: a list of the times of the last requests by Redis's clock, in microseconds, the newest last. The library
 * gives the limit and the seconds. What it reads as used up is more than the limit, with the milliseconds to wait. A
 * clock that was set back by more than the window begins anew.
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

/** Takes one request out of a window that all who know the key share: 0, or the milliseconds until there is one. */
export type Take = (key: string) => Promise<number>

/** At most `limit` requests in any `seconds`. */
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
    } catch (answer) {
      if (answer instanceof RateLimiterRes) return answer.msBeforeNext
      throw answer
    }
  }
}

type Eval = (script: string, numberOfKeys: number, ...keysAndArguments: readonly string[]) => unknown

/**
 * The client as one of `redis`. The library speaks ioredis too, but defines a command on the client, and would replace
 * the one of a limiter that the program has there for its own ends.
 */
function nodeRedis(client: RedisClient): unknown {
  if (!('defineCommand' in client)) return client
  const evaluate = (script: string, { keys, arguments: rest }: Record<'keys' | 'arguments', readonly string[]>) =>
    (client.eval as Eval)(script, keys.length, ...keys, ...rest)
  return Object.create(client, { defineCommand: { value: undefined }, eval: { value: evaluate } })
}
