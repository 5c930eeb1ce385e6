import type { OnPartialData } from '../core/callOptions.ts'
import { invalid, requireDuration, requireObjects } from '../core/guards.ts'
import { toEndpoints, type EndpointOptions, type Endpoints } from './endpoints.ts'
import { toLog, type Logger, type LogLevel } from './observe/logger.ts'
import type { LazyCode } from './lazyCode.ts'
import { loadFeatures } from './loadFeatures.ts'
import type { Features, FeatureOptions } from './features.ts'
import { toRetryPolicy, type RetryOptions, type RetryPolicy } from './retry.ts'
import { realTiming, type Timing } from './time/timing.ts'

/** Per attempt, as in the official SDK, which found 10 s and 30 s too short for the server. */
export const defaultTimeoutMs = 60_000

/** Per call, as in the official SDK. */
export const defaultDeadlineMs = 120_000

/** Far above any page of records, far below the memory of a small machine. */
const defaultMaxResponseBytes = 64 * 1024 * 1024

/** How to reach the API, and how requests are delivered. */
export interface ConnectionOptions extends EndpointOptions, FeatureOptions {
  /** Longest time for one request and its whole response, in milliseconds. Default: 60,000; `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined
  /**
   * Longest time for a call with its retries, backoffs and lookups, in milliseconds. Default: 120,000, as in the
   * official SDK; `Infinity` for no limit.
   */
  readonly deadlineMs?: number | undefined
  /**
   * When and how often failed requests are retried; `false` for never. A query is retried after any failure that may
   * pass. A mutation is retried only if it is known not to have run, or if running it twice is the same.
   */
  readonly retry?: RetryOptions | false | undefined
  /** Maximum bytes of a response, decompressed. A longer one fails with `BAD_RESPONSE`. Default: 64 MiB. */
  readonly maxResponseBytes?: number | undefined
  /** What calls do with a response that has data and errors. Default: `throw`. */
  readonly onPartialData?: OnPartialData | undefined
  /** Where to log: `console`, winston, or pino through a wrapper that swaps its arguments. Default: nowhere. */
  readonly logger?: Logger | undefined
  /** The lowest level to log. Default: `info`, which is changes, failures and retries. */
  readonly logLevel?: LogLevel | undefined
}

/** {@link ConnectionOptions}, checked and complete. */
export interface Connection extends Endpoints {
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly retry: RetryPolicy
  readonly maxResponseBytes: number
  readonly onPartialData: OnPartialData
  /** What only some options need. */
  readonly features: LazyCode<Features>
  /** Notes that a hook, a trace or an exchange failed. */
  readonly report: (error: unknown) => void
  /** Tells the app's developer something, through the logger or else the console. */
  readonly warn: (message: string) => void
  readonly timing: Timing
}

/** Checks the options, so that a mistake shows where it is made. */
export function connect(options: ConnectionOptions, timing = realTiming): Connection {
  const { timeoutMs = defaultTimeoutMs, deadlineMs = defaultDeadlineMs, onPartialData = 'throw' } = options
  const { maxResponseBytes = defaultMaxResponseBytes, retry } = options
  requireDuration(timeoutMs, 'timeoutMs')
  requireDuration(deadlineMs, 'deadlineMs')
  if (!(maxResponseBytes > 0)) throw invalid('maxResponseBytes must be a number of bytes, 1 or more.')
  if (!['throw', 'return'].includes(onPartialData)) throw invalid("onPartialData must be 'throw' or 'return'.")
  if (retry !== false) requireObjects({ retry })
  const log = options.logger === undefined ? undefined : toLog(options.logger, options.logLevel)
  const report = (error: unknown): void =>
    log?.('error', 'A hook of the labelbox-org client failed, and the call went on.', { name: nameOf(error) })
  const endpoints = toEndpoints(options)
  return {
    ...endpoints,
    timeoutMs,
    deadlineMs,
    retry: toRetryPolicy(retry),
    maxResponseBytes,
    onPartialData,
    features: loadFeatures(options, { hasKey: endpoints.hasKey, log, report, timing }),
    report,
    warn: (message) => (log === undefined ? console.warn(message) : log('warn', message, {})),
    timing,
  }
}

/** What was thrown is the user's: its name may be anything, and reading it may throw. */
function nameOf(error: unknown): string {
  try {
    const name: unknown = error instanceof Error ? error.name : typeof error
    return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : 'Error'
  } catch {
    return 'Error'
  }
}
