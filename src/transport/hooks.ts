import type { LabelboxErrorCode } from '../errors.ts'
import { headersWith } from './attempt.ts'
import type { Connection } from './connection.ts'
import type { Call } from './tracing.ts'

/** A request is about to be sent. */
export interface RequestEvent extends Call {
  /** The first request of a call is 1. */
  readonly attempt: number
  /** Only with `redactedDetails`: the variables, with every text in them replaced by `[redacted]`. */
  readonly variables?: unknown
  /** Only with `redactedDetails`: the headers, without the key. */
  readonly headers?: Readonly<Record<string, string>>
}

/** How a request ended. */
export interface Outcome {
  /** HTTP status; `undefined` where no answer came. */
  readonly status: number | undefined
  readonly requestId: string | undefined
  /** What went wrong; `undefined` where nothing did. */
  readonly code: LabelboxErrorCode | undefined
}

/** A request has ended, with an answer or without one. */
export interface ResponseEvent extends RequestEvent, Outcome {
  /** Milliseconds from sending the request to the end of its answer. */
  readonly durationMs: number
}

/** A request has failed and the call will send another one. */
export interface RetryEvent extends RequestEvent, Outcome {
  /** Milliseconds until then. */
  readonly delayMs: number
}

/**
 * Functions that are told what happens, with nothing of what is said: no variables, no headers, no data, unless
 * `redactedDetails` asks for them. They are not waited for, and what they throw goes to `logger.error` and changes nothing.
 *
 * @example
 * const hooks = { onResponse: ({ operationName, durationMs }) => histogram.record(durationMs, { operationName }) }
 */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined
  readonly onResponse?: ((event: ResponseEvent) => unknown) | undefined
  readonly onRetry?: ((event: RetryEvent) => unknown) | undefined
  /** Adds `variables` and `headers` to the events, with the secret parts blotted out. Default `false`. */
  readonly redactedDetails?: boolean | undefined
}

/** What is told, to each hook what it takes. */
interface Events {
  readonly onRequest: RequestEvent
  readonly onResponse: ResponseEvent
  readonly onRetry: RetryEvent
}

/** Tells all hooks of something that a call does. */
export function tell<Name extends keyof Events>(
  { hooks, hasKey, report }: Pick<Connection, 'hooks' | 'hasKey' | 'report'>,
  { operationName, kind, endpoint, variables }: Call & { readonly variables: unknown },
  name: Name,
  more: Omit<Events[Name], keyof Call | 'variables' | 'headers'>,
): void {
  for (const each of hooks) {
    const hook = each[name] as ((this: Hooks, event: Events[Name]) => unknown) | undefined
    if (hook === undefined) continue
    const event: Partial<RequestEvent> = { operationName, kind, endpoint, ...more }
    if (each.redactedDetails === true) {
      Object.assign(event, {
        variables: redact(variables),
        headers: headersWith(hasKey ? 'Bearer [redacted]' : undefined),
      })
    }
    notify((told) => hook.call(each, told as Events[Name]), event, report)
  }
}

/** Calls a hook for the sake of what it does: what it throws, at once or later, is reported and goes no further. */
export function notify<Event>(
  hook: ((event: Event) => unknown) | undefined,
  event: Event,
  report: (error: unknown) => void,
): void {
  if (hook === undefined) return
  try {
    const result = hook(event)
    // Anything with a `then` may reject later, whoever's Promise it is.
    if (typeof result === 'object' && result !== null) Promise.resolve(result).catch(report)
  } catch (error) {
    report(error)
  }
}

/** The shape of variables, with every text blotted out. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return '[redacted]'
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redact(member)]))
}
