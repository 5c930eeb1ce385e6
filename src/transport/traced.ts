import type { Connection } from './connection.ts'
import type { Call, TraceAttempt } from './tracing.ts'

const untraced: TraceAttempt = (_, run) => run()

/**
 * Runs a call inside the client's `tracing`. That is the user's, as hooks are: whatever it throws is reported, and the
 * call and each of its requests run once and end as they end.
 */
export function traced<T>(
  { tracing, report }: Pick<Connection, 'tracing' | 'report'>,
  call: Call,
  run: (trace: TraceAttempt) => Promise<T>,
): Promise<T> {
  if (tracing === undefined) return run(untraced)
  return contained<T, TraceAttempt>(
    report,
    (inner) => tracing(call, inner),
    (trace = untraced) => run((attempt, send) => contained(report, (inner) => trace(attempt, inner), send)),
  )
}

/** Lets a wrapper run something, and does so itself where the wrapper ends and has not. */
function contained<T, Given = void>(
  report: (error: unknown) => void,
  wrap: (inner: (given: Given) => Promise<T>) => Promise<T>,
  run: (given?: Given) => Promise<T>,
): Promise<T> {
  return new Promise((resolve) => {
    let outcome: Promise<T> | undefined
    const once = (given?: Given): Promise<T> => {
      // Who called waits for this and not for the wrapper, which may never end.
      if (outcome === undefined) resolve((outcome = run(given)))
      return outcome
    }
    const wrapping = async (): Promise<T> => wrap(once)
    wrapping().then(
      () => void once(),
      (thrown: unknown) =>
        void once().then(
          () => report(thrown),
          (own: unknown) => {
            if (own !== thrown) report(thrown)
          },
        ),
    )
  })
}
