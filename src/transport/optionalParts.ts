import { LabelboxError } from '../core/errors.ts'
import { requireFunctions, requireObjects } from '../core/guards.ts'
import type { ConnectionOptions } from './connection.ts'
import type { PlannedMutation } from './dryRun.ts'
import type { Prepared } from './document.ts'
import type { SentCall } from './observe/hooks.ts'
import type { Log } from './observe/logger.ts'
import { notify } from './observe/notify.ts'
import type { Observer } from './observe/observer.ts'
import type { Limiter } from './quota/limiter.ts'
import { checkRateLimit } from './quota/options.ts'
import type { Timing } from './time/timing.ts'

/** The code of options that not every client sets. */
export interface OptionalParts {
  readonly limiter?: Limiter | undefined
  readonly observe?: ((call: SentCall, url: string) => Observer) | undefined
  /** Reports a mutation in place of sending it, and throws `DRY_RUN`. */
  readonly refuseChange?: ((prepared: Prepared, variables: unknown) => never) | undefined
}

/**
 * Checks the options `rateLimit`, `hooks`, `tracing` and `dryRun` and returns what loads their code, before the first
 * request. Without them and a logger nothing is loaded. A promise is not shared between requests: in a worker it would
 * end with the request that made it.
 */
export function optionalParts(
  options: ConnectionOptions,
  {
    hasKey,
    log,
    report,
    timing,
  }: {
    readonly hasKey: boolean
    readonly log: Log | undefined
    readonly report: (error: unknown) => void
    readonly timing: Timing
  },
): () => OptionalParts | Promise<OptionalParts> {
  const { rateLimit, hooks, tracing, dryRun } = options
  requireObjects({ hooks, rateLimit })
  const { onRequest, onResponse, onRetry } = hooks ?? {}
  requireFunctions({ tracing, dryRun, onRequest, onResponse, onRetry })
  checkRateLimit(rateLimit)
  const isObserved = (hooks ?? tracing ?? log) !== undefined
  let parts: OptionalParts | undefined = isObserved || rateLimit || dryRun ? undefined : {}

  async function load(): Promise<OptionalParts> {
    const [quota, observing, logging, planning] = await Promise.all([
      rateLimit && import('./quota/rateLimit.ts'),
      isObserved ? import('./observe/observer.ts') : undefined,
      log && import('./observe/loggingHooks.ts'),
      dryRun && import('./dryRun.ts'),
    ])
    const all = [hooks, log && logging?.loggingHooks(log)].flatMap((each) => each ?? [])
    const plan = dryRun && ((planned: PlannedMutation) => notify(dryRun, planned, report))
    return (parts ??= {
      limiter: quota?.toLimiter(rateLimit, timing),
      observe: observing && ((call, url) => observing.observe({ hooks: all, tracing, hasKey, report }, call, url)),
      refuseChange: plan && planning && ((prepared, variables) => planning.refuseInDryRun(plan, prepared, variables)),
    })
  }
  return () =>
    parts ??
    load().catch((cause: unknown) => {
      throw new LabelboxError({
        code: 'NETWORK',
        retryable: true,
        cause,
        message: 'The request was not sent: code of labelbox-org for the options of this client could not be loaded.',
      })
    })
}
