import { isLabelboxError } from '../../core/errors.ts'
import type { RequestOutcome } from './call.ts'
import { callHooks, type Hooks, type SentCall } from './hooks.ts'
import { notify } from './notify.ts'
import { redactUrl } from './redactUrl.ts'
import type { AttemptTrace, Tracing } from './tracing.ts'

/** Tells hooks and traces about one call. */
export interface Observer {
  startAttempt(attempt: number): AttemptObserver
  retry(attempt: number, delayMs: number, error: RequestOutcome): void
  /** The call has ended, with what it threw if it failed. */
  end(thrown?: unknown): void
}

/** Tells hooks and traces about one attempt. */
export interface AttemptObserver {
  /** The request is about to be sent. */
  sent(): void
  /** Sends the request once, with the attempt's span active. Only with a trace. */
  readonly send: (<T>(send: () => Promise<T>) => Promise<T>) | undefined
  /** Hooks hear of the response only if `durationMs` is given: else nothing was sent. */
  end(outcome: RequestOutcome, durationMs: number | undefined): void
}

/** What the observers of all calls of a client share. */
export interface Observing {
  readonly hooks: readonly Hooks[]
  readonly tracing: Tracing | undefined
  readonly hasKey: boolean
  /** Notes that a hook or a trace failed. */
  readonly report: (error: unknown) => void
}

/** Starts to observe a call. */
export function observe({ hooks, tracing, hasKey, report }: Observing, call: SentCall, url: string): Observer {
  const { operationName, kind } = call.prepared
  const endpoint = redactUrl(url)
  const tell = callHooks(hooks, call, hasKey, report)
  /** What a trace throws is reported, and counts as nothing. */
  const safely = <T>(run: () => T): T | undefined => {
    let result: T | undefined
    notify(() => (result = run()), undefined, report)
    return result
  }
  const trace = tracing && (safely(() => tracing({ operationName, kind, endpoint })) ?? undefined)
  return {
    startAttempt(attempt) {
      const span = trace && safely(() => trace.startAttempt?.(attempt))
      return {
        sent: () => tell('onRequest', { operationName, kind, endpoint, attempt }),
        send: span && sendWithin(span, safely),
        end(outcome, durationMs) {
          const { status, requestId, code } = outcome
          if (durationMs !== undefined)
            tell('onResponse', { operationName, kind, endpoint, attempt, durationMs, status, requestId, code })
          if (span !== undefined) safely(() => span.end?.(outcome))
        },
      }
    },
    retry: (attempt, delayMs, outcome) =>
      tell('onRetry', { operationName, kind, endpoint, attempt, delayMs, ...outcome }),
    end(thrown) {
      if (trace !== undefined) safely(() => trace.end?.(isLabelboxError(thrown) ? thrown : undefined))
    },
  }
}

const sendWithin =
  (span: AttemptTrace, safely: (run: () => unknown) => void): NonNullable<AttemptObserver['send']> =>
  <T>(send: () => Promise<T>) => {
    let response: Promise<T> | undefined
    // A trace that calls it twice, or not at all, changes nothing.
    const once = (): Promise<T> => (response ??= (async () => send())())
    safely(() => span.activate?.(() => void once().catch(() => undefined)))
    return once()
  }
