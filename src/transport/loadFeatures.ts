import { requireFunctions, requireObjects } from '../core/guards.ts'
import type { Features, FeatureOptions, FeatureContext } from './features.ts'
import { lazyCode, type LazyCode } from './lazyCode.ts'
import { checkRateLimit, type RateLimitOptions } from './quota/options.ts'

/**
 * Checks the options `rateLimit`, `hooks`, `tracing`, `dryRun` and `trustedDocuments`, and returns their code, which is
 * loaded before the first request. Without them and a logger nothing is loaded.
 */
export function loadFeatures(options: FeatureOptions, context: FeatureContext): LazyCode<Features> {
  const { rateLimit, hooks, tracing, dryRun, trustedDocuments = false } = options
  requireObjects({ hooks, rateLimit })
  const { onRequest, onResponse, onRetry } = hooks ?? {}
  requireFunctions({ tracing, dryRun, onRequest, onResponse, onRetry })
  checkRateLimit(rateLimit)
  // Kept as they were checked: the caller may use the objects for another client before the code is loaded.
  const given: FeatureOptions = { rateLimit: rateLimit && quotaOf(rateLimit), hooks, tracing, dryRun, trustedDocuments }
  const features = lazyCode(async () => (await import('./createFeatures.ts')).createFeatures(given, context))
  const isNeeded = trustedDocuments || (rateLimit ?? hooks ?? tracing ?? dryRun ?? context.log) !== undefined
  if (!isNeeded) features.now = {}
  return features
}

const quotaOf = ({ requestsPerMinute, maxConcurrent, store }: RateLimitOptions): RateLimitOptions => ({
  requestsPerMinute,
  maxConcurrent,
  store,
})
