export { redisStore, type RedisStoreOptions } from './redisStore.ts'
export type { RedisClient } from './slidingWindow.ts'
