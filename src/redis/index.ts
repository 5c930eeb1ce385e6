/**
 * What several processes share through Redis: a rate limit, which needs `rate-limiter-flexible`, and a proxy's changes.
 *
 * @packageDocumentation
 */
export type { OnceStore, RememberedChange } from '../core/onceStore.ts'
export type { RateLimitStore } from '../transport/quota/options.ts'
export { redisOnceStore, type RedisOnceStoreOptions } from './redisOnceStore.ts'
export { redisStore, type RedisStoreOptions } from './redisStore.ts'
export type { RedisClient } from './slidingWindow.ts'
