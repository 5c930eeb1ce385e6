/** A call as hooks and traces see it: what it is, and nothing of what it says. */
export interface Call {
  /** Name of the GraphQL operation, `InviteUser` for example. */
  readonly operationName: string | undefined
  readonly kind: 'query' | 'mutation'
  /** Where its requests go. */
  readonly endpoint: string
}

/** Runs one request of a call, the first with `attempt` 1, inside a span of its own; see {@link Tracing}. */
export type TraceAttempt = <T>(attempt: number, run: () => Promise<T>) => Promise<T>

/**
 * What wraps a call and each of its requests, to time them and to say how they ended: `run` rejects with a
 * `LabelboxError` or resolves with the data, of which `originOf` knows the status and the request id.
 *
 * It has to call `run` before it gives back control, so without an `await` before that: what it has not begun by then goes
 * on without it, outside of its spans. What it throws goes to `logger.error`, and neither that nor what it gives back goes
 * any further: whatever it does, a call and each of its requests run once, at once, and end as they end.
 */
export type Tracing = <T>(call: Call, run: (attempt: TraceAttempt) => Promise<T>) => Promise<T>
