import type { PlannedMutation } from './dryRun.ts'
import type { Prepared } from './document.ts'
import type { Hooks, SentCall } from './observe/hooks.ts'
import type { Log } from './observe/logger.ts'
import type { Observer } from './observe/observer.ts'
import type { Tracing } from './observe/tracing.ts'
import type { Limiter } from './quota/limiter.ts'
import type { RateLimitOptions } from './quota/options.ts'
import type { TrustedRequest } from './trustedRequest.ts'
import type { Timing } from './time/timing.ts'

/** Options that not every client sets. Their code is loaded when one of them is used. */
export interface FeatureOptions {
  /** Keeps requests within a quota: per minute, and at the same time. Default: no limit. */
  readonly rateLimit?: RateLimitOptions | undefined
  /** Callbacks for each request, response and retry. */
  readonly hooks?: Hooks | undefined
  /** Traces of calls and attempts: `openTelemetry()` of `labelbox-org/opentelemetry`. */
  readonly tracing?: Tracing | undefined
  /**
   * Sends no mutation, and passes to this function what would have been sent; queries are sent. The facade's methods
   * then return what they would have returned, with the id `dry-run`; `execute` rejects with `DRY_RUN`.
   *
   * @example
   * const labelbox = new Labelbox({ apiKey, dryRun: (planned) => console.log(planned) })
   */
  readonly dryRun?: ((planned: PlannedMutation) => unknown) | undefined
  /**
   * Sends the id of each document in place of its text, for an `endpoint` that is a `labelboxProxy`. A page needs https,
   * or localhost. Default: `false`.
   */
  readonly trustedDocuments?: boolean | undefined
}

/** What the transport does for options that not every client sets. */
export interface Features {
  readonly limiter?: Limiter | undefined
  readonly observe?: ((call: SentCall, url: string) => Observer) | undefined
  /** Reports a mutation in place of sending it, and throws `DRY_RUN`. */
  readonly refuseChange?: ((prepared: Prepared, variables: unknown) => never) | undefined
  /** Writes a request for a proxy that knows the document. */
  readonly trusted?: ((prepared: Prepared, variables: unknown) => Promise<TrustedRequest>) | undefined
}

/** What the features share with the connection. */
export interface FeatureContext {
  readonly hasKey: boolean
  readonly log: Log | undefined
  /** Called with the error of a user's callback. */
  readonly report: (error: unknown) => void
  readonly timing: Timing
}
