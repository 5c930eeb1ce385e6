import type { Connection } from '../connection.ts'
import { notify } from './notify.ts'
import type { Call, TraceAttempt } from './tracing.ts'

const untraced: TraceAttempt = (_, run) => run()

/**
 * Runs a call inside the client's `tracing`. That is the user's, as hooks are: whatever it throws is reported, and the
 * call and each of its requests run at once, once, and end as they end.
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

/**
 * Lets a wrapper run something, and does so itself where the wrapper has given back control and has not: to wait for one
 * that may never come to it would leave it to decide. Who called waits for what runs, and not for the wrapper.
 */
function contained<T, Given = void>(
  report: (error: unknown) => void,
  wrap: (inner: (given: Given) => Promise<T>) => Promise<T>,
  run: (given?: Given) => Promise<T>,
): Promise<T> {
  let begin: (running: Promise<T>) => void
  const outcome = new Promise<T>((resolve) => (begin = resolve))
  let hasBegun = false
  const once = (given?: Given): Promise<T> => {
    // Noted before it runs, since the wrapper may call again from inside.
    if (!hasBegun) {
      hasBegun = true
      begin(run(given))
    }
    return outcome
  }
  const failed = (thrown: unknown): void =>
    void outcome.then(
      () => report(thrown),
      (own: unknown) => {
        if (own !== thrown) report(thrown)
      },
    )
  notify(() => wrap(once), undefined, failed)
  return once()
}
