import type { Prepared } from '../document.ts'
import { headersWith } from '../request/requestHeaders.ts'
import { variableNames } from '../request/secrets.ts'
import type { Call, RequestOutcome } from './call.ts'
import { notify } from './notify.ts'

/** The kind of a variable's value. */
export type VariableKind = '[text]' | '[number]' | '[boolean]' | '[null]' | '[list]' | '[object]'

/** A request is about to be sent. */
export interface RequestEvent extends Call {
  /** The attempt of the call, from 1. It is 0 in a retry event if no request was sent, as the key did not come. */
  readonly attempt: number
  /** Only with `redactedDetails`: the kind of each variable's value. */
  readonly variables?: Readonly<Record<string, VariableKind>>
  /** Only with `redactedDetails`: the headers, without the key. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A request has ended, with or without a response. */
export interface ResponseEvent extends RequestEvent, RequestOutcome {
  /** Milliseconds from sending the request to the end of the response. */
  readonly durationMs: number
}

/** A request has failed and will be retried. */
export interface RetryEvent extends RequestEvent, RequestOutcome {
  /** Milliseconds of backoff until then. */
  readonly delayMs: number
}

/**
 * Callbacks for each request. Events carry no variables, headers or data, unless `redactedDetails` asks for a summary.
 * Callbacks are not awaited. What they throw goes to `logger.error`, and the call goes on.
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
   * Adds `variables` and `headers` to the events. Each variable that the document declares is shown by the kind of its
   * value alone: `{ email: '[text]', where: '[object]' }`. Members of lists and objects are not shown. The key is
   * `Bearer [redacted]`. Default: `false`.
   */
  readonly redactedDetails?: boolean | undefined
}

interface Events {
  readonly onRequest: RequestEvent
  readonly onResponse: ResponseEvent
  readonly onRetry: RetryEvent
}

/** A call that is reported to hooks. */
export interface SentCall {
  readonly prepared: Pick<Prepared, 'operationName' | 'kind' | 'document'>
  readonly variables: unknown
}

/** Returns what tells each hook about the events of a call. */
export const callHooks =
  (hooks: readonly Hooks[], call: SentCall, hasKey: boolean, report: (error: unknown) => void) =>
  <Name extends keyof Events>(name: Name, event: Events[Name]): void => {
    for (const each of hooks) {
      const hook = each[name] as ((this: Hooks, event: Events[Name]) => unknown) | undefined
      if (hook === undefined) continue
      // Of several hooks, each gets a copy. Reading the variables may run the user's getters, so that is guarded too.
      const told = (): Events[Name] =>
        each.redactedDetails === true
          ? { ...event, ...detailsOf(call, hasKey) }
          : hooks.length > 1
            ? { ...event }
            : event
      notify(() => hook.call(each, told()), undefined, report)
    }
  }

const detailsOf = (
  { variables, prepared }: SentCall,
  hasKey: boolean,
): Pick<RequestEvent, 'variables' | 'headers'> => ({
  variables: kindsOf(variables, variableNames(prepared.document)),
  headers: headersWith(hasKey ? 'Bearer [redacted]' : undefined),
})

/** Only declared variables are shown: the names of others may be data. */
function kindsOf(variables: unknown, names: readonly string[]): Readonly<Record<string, VariableKind>> {
  const given = Object(variables) as Readonly<Record<string, unknown>>
  // Made of entries, as a variable may be called `__proto__`.
  return Object.fromEntries(
    names.flatMap((name) => {
      const kind = Object.hasOwn(given, name) ? kindOf(given[name]) : undefined
      return kind === undefined ? [] : [[name, kind]]
    }),
  )
}

/** By `typeof`. JSON omits the other types. */
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
