/**
 * Rules that make graphcache know Labelbox, for frontends on urql. It needs `@urql/exchange-graphcache` 9.
 *
 * @packageDocumentation
 */
export { labelboxCache, type LabelboxCacheOptions } from './labelboxCache.ts'
export { isOfflineError } from './offlineErrors.ts'
export type { Arguments, CacheKeys, CacheOptimism, CacheResolvers, CacheRules, CacheUpdates } from './cacheRules.ts'
export type { EndlessList } from './endlessLists.ts'
