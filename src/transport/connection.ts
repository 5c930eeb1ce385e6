import { invalid, requireDuration, requireFunctions, requireObjects } from '../core/guards.ts'
import { type Endpoints, type EndpointOptions, toEndpoints } from './endpoints.ts'
import type { OnPartialData } from '../core/callOptions.ts'
import type { PlannedMutation } from './dryRun.ts'
import type { Hooks } from './observe/hooks.ts'
import { loggingHooks, toLogger, type Logger, type LogLevel } from './observe/logger.ts'
import { notify } from './observe/notify.ts'
import type { Limiter } from './quota/limiter.ts'
import { toLimiter, unlimited, type RateLimitOptions } from './quota/rateLimit.ts'
import { toRetryPolicy, type RetryOptions, type RetryPolicy } from './retry.ts'
import { realTiming, type Timing } from './time/timing.ts'
import type { Tracing } from './observe/tracing.ts'

/** Per attempt; what the official SDK settled on after 10 s and 30 s proved too short for the server. */
export const defaultTimeoutMs = 60_000

/** For the whole call; when the official SDK gives up too. */
export const defaultDeadlineMs = 120_000

/** Far above any page of records, far below what a small machine has. */
const defaultMaxResponseBytes = 64 * 1024 * 1024

/** How to reach the API, and how requests are delivered. */
export interface ConnectionOptions extends EndpointOptions {
  /** Milliseconds that one request may take, the reading of its answer included. Default 60,000; `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined
  /**
   * Milliseconds that a call may take in all, with its repetitions, its waits and what it has to look up. Default
   * 120,000, after which the official SDK gives up too; `Infinity` for no limit.
   */
  readonly deadlineMs?: number | undefined
  /**
   * When and how often a request is sent again; `false` for never. A query is, after any failure that passes; a change
   * only if it is known not to have been made, or if making it twice is the same.
   */
  readonly retry?: RetryOptions | false | undefined
  /** Keeps within a quota: so many requests in a minute, so many at once. Default: no limit of ours. */
  readonly rateLimit?: RateLimitOptions | undefined
  /** Bytes of an answer at the most, unpacked; a longer one fails with `BAD_RESPONSE`. Default 64 MiB. */
  readonly maxResponseBytes?: number | undefined
  /** What calls do with an answer that has data and errors. Default `throw`. */
  readonly onPartialData?: OnPartialData | undefined
  /** Functions that are told of each request, answer and repetition. */
  readonly hooks?: Hooks | undefined
  /** Where to log: `console`, winston, or pino with its arguments turned round. Default: nowhere. */
  readonly logger?: Logger | undefined
  /** From which level on. Default `info`: changes, failures and repetitions. */
  readonly logLevel?: LogLevel | undefined
  /** Spans for calls and requests: `openTelemetry()` of `labelbox-org/opentelemetry`. */
  readonly tracing?: Tracing | undefined
  /**
   * Sends no mutation, and tells this function what would have been sent; queries are sent. The facade's methods then
   * give what they would have given, with `dry-run` for an id; `execute` rejects with `DRY_RUN`.
   *
   * @example
   * const labelbox = new Labelbox({ apiKey, dryRun: (planned) => console.log(planned) })
   */
  readonly dryRun?: ((planned: PlannedMutation) => unknown) | undefined
}

/** {@link ConnectionOptions}, checked and complete. */
export interface Connection extends Endpoints {
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly retry: RetryPolicy
  readonly limiter: Limiter
  readonly maxResponseBytes: number
  readonly onPartialData: OnPartialData
  /** The user's hooks and the logger's. */
  readonly hooks: readonly Hooks[]
  /** Takes note of a hook, or of tracing, that failed. */
  readonly report: (error: unknown) => void
  /** Says what the developer of the app should know: to the logger, or else to the console. */
  readonly warn: (message: string, facts: object) => void
  readonly tracing: Tracing | undefined
  readonly dryRun: ((planned: PlannedMutation) => void) | undefined
  readonly timing: Timing
}

/** Checks the options once, so that a mistake shows where it is made. */
export function connect(options: ConnectionOptions, timing = realTiming): Connection {
  const { timeoutMs = defaultTimeoutMs, deadlineMs = defaultDeadlineMs, onPartialData = 'throw' } = options
  const { maxResponseBytes = defaultMaxResponseBytes, hooks, tracing, dryRun } = options
  requireDuration(timeoutMs, 'timeoutMs')
  requireDuration(deadlineMs, 'deadlineMs')
  if (!(maxResponseBytes > 0)) throw invalid('maxResponseBytes must be a number of bytes, 1 or more.')
  if (!['throw', 'return'].includes(onPartialData)) throw invalid("onPartialData must be 'throw' or 'return'.")
  requireObjects({ hooks, rateLimit: options.rateLimit, retry: options.retry === false ? undefined : options.retry })
  const { onRequest, onResponse, onRetry } = hooks ?? {}
  requireFunctions({ tracing, dryRun, onRequest, onResponse, onRetry })
  const logger = options.logger === undefined ? undefined : toLogger(options.logger, options.logLevel)
  const report = (error: unknown): void =>
    logger?.error('A hook of the labelbox-org client failed, and the call went on.', { name: nameOf(error) })
  const warn = (message: string, facts: object): void => {
    if (logger === undefined) console.warn(message)
    else logger.warn(message, facts)
  }
  return {
    ...toEndpoints(options),
    timeoutMs,
    deadlineMs,
    retry: toRetryPolicy(options.retry),
    limiter: toLimiter(options.rateLimit, timing) ?? unlimited,
    maxResponseBytes,
    onPartialData,
    hooks: [...(hooks === undefined ? [] : [hooks]), ...(logger === undefined ? [] : [loggingHooks(logger)])],
    report,
    warn,
    tracing,
    dryRun: dryRun && ((planned) => notify(dryRun, planned, report)),
    timing,
  }
}

/** What was thrown is the user's: its name may be anything, and to be asked for it too much. */
function nameOf(error: unknown): string {
  try {
    const name: unknown = error instanceof Error ? error.name : typeof error
    return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : 'Error'
  } catch {
    return 'Error'
  }
}
