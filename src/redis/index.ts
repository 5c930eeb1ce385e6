/**
 * A rate limit that several processes share through Redis. It needs `rate-limiter-flexible`.
 *
 * @packageDocumentation
 */
export { redisStore, type RedisStoreOptions } from './redisStore.ts'
export type { RedisClient } from './slidingWindow.ts'
