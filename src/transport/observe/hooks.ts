import type { LabelboxErrorCode } from '../../core/errors.ts'
import type { Prepared } from '../document.ts'
import { headersWith } from '../request/requestHeaders.ts'
import { notify } from './notify.ts'
import type { Call } from './tracing.ts'

/** What is shown of a variable's value. */
export type VariableKind = '[text]' | '[number]' | '[boolean]' | '[null]' | '[list]' | '[object]'

/** A request is about to be sent. */
export interface RequestEvent extends Call {
  /** The first request of a call is 1; 0 where one is repeated whose key did not come, so that none was sent. */
  readonly attempt: number
  /** Only with `redactedDetails`: the variables that are sent, each with the kind of its value in place of the value. */
  readonly variables?: Readonly<Record<string, VariableKind>>
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
  /** Called before each request. */
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined
  /** Called after each request, failed ones included. */
  readonly onResponse?: ((event: ResponseEvent) => unknown) | undefined
  /** Called before the wait that precedes another attempt. */
  readonly onRetry?: ((event: RetryEvent) => unknown) | undefined
  /**
   * Adds `variables` and `headers` to the events. Shown are the names that the document itself declares for its variables
   * and, of each value, its kind alone: `{ email: '[text]', where: '[object]' }`. What is in a list or an object, the names
   * of its members too, is in no event, as it may be somebody's address. The key is `Bearer [redacted]`. Default `false`.
   */
  readonly redactedDetails?: boolean | undefined
}

/** What is told, to each hook what it takes. */
interface Events {
  readonly onRequest: RequestEvent
  readonly onResponse: ResponseEvent
  readonly onRetry: RetryEvent
}

/** What is told of. */
interface ToldCall {
  readonly prepared: Pick<Prepared, 'variableNames'>
  readonly variables: unknown
}

/** Who is told, and of what kind of client. */
interface Told {
  readonly hooks: readonly Hooks[]
  readonly hasKey: boolean
  /** Takes note of a hook that failed. */
  readonly report: (error: unknown) => void
}

/** Tells all hooks of something that a call does. */
export function tell<Name extends keyof Events>(
  { hooks, hasKey, report }: Told,
  call: ToldCall,
  name: Name,
  event: Events[Name],
): void {
  for (const each of hooks) {
    const hook = each[name] as ((this: Hooks, event: Events[Name]) => unknown) | undefined
    if (hook === undefined) continue
    // Each has its own, whatever one does to it. The variables are the user's objects: what reading them throws is
    // caught as what the hook throws.
    const inform = (): unknown =>
      hook.call(each, each.redactedDetails === true ? { ...event, ...detailsOf(call, hasKey) } : { ...event })
    notify(inform, undefined, report)
  }
}

const detailsOf = (
  { variables, prepared }: ToldCall,
  hasKey: boolean,
): Pick<RequestEvent, 'variables' | 'headers'> => ({
  variables: kindsOf(variables, prepared.variableNames),
  headers: headersWith(hasKey ? 'Bearer [redacted]' : undefined),
})

/** The kinds of the variables that a document declares; others are not its own, and their names may be anything. */
function kindsOf(variables: unknown, names: readonly string[]): Readonly<Record<string, VariableKind>> {
  const given = Object(variables) as Readonly<Record<string, unknown>>
  const kinds: Record<string, VariableKind> = {}
  for (const name of names) {
    const kind = Object.hasOwn(given, name) ? kindOf(given[name]) : undefined
    // Defined and not set, as a variable may be called `__proto__`.
    if (kind !== undefined) Object.defineProperty(kinds, name, { value: kind, enumerable: true })
  }
  return kinds
}

/** By `typeof`; what JSON leaves out is not sent. */
const kindsByType: Readonly<Partial<Record<string, VariableKind>>> = {
  string: '[text]',
  number: '[number]',
  boolean: '[boolean]',
  object: '[object]',
}

function kindOf(value: unknown): VariableKind | undefined {
  if (value === null) return '[null]'
  return Array.isArray(value) ? '[list]' : kindsByType[typeof value]
}
