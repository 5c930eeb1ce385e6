import { refuseInDryRun, type PlannedMutation } from './dryRun.ts'
import { loggingHooks } from './observe/loggingHooks.ts'
import { notify } from './observe/notify.ts'
import { observe } from './observe/observer.ts'
import type { Features, FeatureOptions, FeatureContext } from './features.ts'
import { trustedRequest } from './trustedRequest.ts'
import { toLimiter } from './quota/rateLimit.ts'

/** Creates what the options need: a limiter, an observer, a dry run. One module, because each file to load costs time. */
export function createFeatures(
  { rateLimit, hooks, tracing, dryRun, trustedDocuments }: FeatureOptions,
  { hasKey, log, report, timing }: FeatureContext,
): Features {
  const all = [hooks, log && loggingHooks(log)].flatMap((each) => each ?? [])
  return {
    limiter: toLimiter(rateLimit, timing),
    ...((all.length > 0 || tracing !== undefined) && {
      observe: (call, url) => observe({ hooks: all, tracing, hasKey, report }, call, url),
    }),
    ...(trustedDocuments === true && { trusted: trustedRequest }),
    ...(dryRun && {
      refuseChange: (prepared, variables) =>
        refuseInDryRun((planned: PlannedMutation) => notify(dryRun, planned, report), prepared, variables),
    }),
  }
}
