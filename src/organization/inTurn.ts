import type { CallOptions } from '../transport/deadline.ts'
import { aborted, outOfTime, within } from '../transport/deadline.ts'
import type { Context } from './context.ts'
import { processWide } from '../processWide.ts'

const lines = /* @__PURE__ */ processWide('inTurn@1', /* @__PURE__ */ new Map<string, Promise<void>>())

/**
 * One at a time for each key in this process: two calls that both look first, and then both send, would send twice.
 */
export async function inTurn<T>(
  { timing }: Context,
  key: string,
  { signal, endsAt = Infinity }: CallOptions,
  run: () => Promise<T>,
): Promise<T> {
  const before = lines.get(key) ?? Promise.resolve()
  let leave: () => void = () => undefined
  const mine = new Promise<void>((resolve) => (leave = resolve))
  // Who gives up waiting lets those behind pass, but not before those in front.
  const end = before.then(() => mine)
  lines.set(key, end)
  const call = { operationName: 'InviteUser', attempts: 0, mayHaveRun: false }
  const limits = {
    signal,
    ms: endsAt - timing.now(),
    aborted: (reason: unknown) => aborted(call, reason),
    late: () => outOfTime(call),
  }
  try {
    await within(limits, () => before)
    return await run()
  } finally {
    leave()
    // The last one may have left while others are still before it: the line is there until they have left, too.
    void end.then(() => {
      if (lines.get(key) === end) lines.delete(key)
    })
  }
}
