import { LabelboxError } from '../core/errors.ts'
import { requireFunctions, requireObjects } from '../core/guards.ts'
import type { ConnectionOptions } from './connection.ts'
import type { Prepared } from './document.ts'
import type { SentCall } from './observe/hooks.ts'
import type { Log } from './observe/logger.ts'
import type { Observer } from './observe/observer.ts'
import type { Limiter } from './quota/limiter.ts'
import { checkRateLimit } from './quota/options.ts'
import type { Timing } from './time/timing.ts'

/** What the transport does for options that not every client sets. */
export interface OptionalParts {
  readonly limiter?: Limiter | undefined
  readonly observe?: ((call: SentCall, url: string) => Observer) | undefined
  /** Reports a mutation in place of sending it, and throws `DRY_RUN`. */
  readonly refuseChange?: ((prepared: Prepared, variables: unknown) => never) | undefined
}

/** What the parts share with the connection. */
export interface Shared {
  readonly hasKey: boolean
  readonly log: Log | undefined
  /** Notes that a callback of the user's failed. */
  readonly report: (error: unknown) => void
  readonly timing: Timing
}

/**
 * Checks the options `rateLimit`, `hooks`, `tracing` and `dryRun` and returns what loads their code, before the first
 * request. Without them and a logger nothing is loaded. Requests don't share the promise: in a worker it would end with
 * the request that made it.
 */
export function optionalParts(
  options: ConnectionOptions,
  shared: Shared,
): () => OptionalParts | Promise<OptionalParts> {
  const { rateLimit, hooks, tracing, dryRun } = options
  requireObjects({ hooks, rateLimit })
  const { onRequest, onResponse, onRetry } = hooks ?? {}
  requireFunctions({ tracing, dryRun, onRequest, onResponse, onRetry })
  checkRateLimit(rateLimit)
  const isNeeded = (rateLimit ?? hooks ?? tracing ?? dryRun ?? shared.log) !== undefined
  let parts: OptionalParts | undefined = isNeeded ? undefined : {}
  const load = async (): Promise<OptionalParts> => {
    const { partsOfOptions } = await import('./partsOfOptions.ts').catch((cause: unknown) => {
      throw new LabelboxError({
        code: 'NETWORK',
        retryable: true,
        cause,
        message: 'The request was not sent: code of labelbox-org for the options of this client could not be loaded.',
      })
    })
    return (parts ??= partsOfOptions(options, shared))
  }
  return () => parts ?? load()
}
