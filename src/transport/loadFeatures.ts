import { LabelboxError } from '../core/errors.ts'
import { requireFunctions, requireObjects } from '../core/guards.ts'
import type { Features, FeatureOptions, FeatureContext } from './features.ts'
import { checkRateLimit, type RateLimitOptions } from './quota/options.ts'

/**
 * Checks the options `rateLimit`, `hooks`, `tracing` and `dryRun` and returns what loads their code, before the first
 * request. Without them and a logger nothing is loaded. Requests don't share the promise: in a worker it would end with
 * the request that made it.
 */
export function loadFeatures(options: FeatureOptions, shared: FeatureContext): () => Features | Promise<Features> {
  const { rateLimit, hooks, tracing, dryRun } = options
  requireObjects({ hooks, rateLimit })
  const { onRequest, onResponse, onRetry } = hooks ?? {}
  requireFunctions({ tracing, dryRun, onRequest, onResponse, onRetry })
  checkRateLimit(rateLimit)
  // Kept as they were checked: the caller may use the objects for another client before the code is loaded.
  const given: FeatureOptions = { rateLimit: rateLimit && quotaOf(rateLimit), hooks, tracing, dryRun }
  const isNeeded = (rateLimit ?? hooks ?? tracing ?? dryRun ?? shared.log) !== undefined
  let features: Features | undefined = isNeeded ? undefined : {}
  const load = async (): Promise<Features> => {
    const { createFeatures } = await import('./createFeatures.ts').catch((cause: unknown) => {
      throw new LabelboxError({
        code: 'NETWORK',
        retryable: true,
        cause,
        message: 'The request was not sent: code of labelbox-org for the options of this client could not be loaded.',
      })
    })
    return (features ??= createFeatures(given, shared))
  }
  return () => features ?? load()
}

const quotaOf = ({ requestsPerMinute, maxConcurrent, store }: RateLimitOptions): RateLimitOptions => ({
  requestsPerMinute,
  maxConcurrent,
  store,
})
