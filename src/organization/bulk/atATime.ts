/**
 * Runs tasks in the order in which they come, at most `limit` of them at a time. After one has failed, no other is
 * started: they fail with its error.
 */
export function atATime(limit: number): (task: () => Promise<void>) => Promise<void> {
  let running = 0
  const waiting: (() => void)[] = []
  let failure: { readonly error: unknown } | undefined
  return async (task) => {
    if (running < limit) running += 1
    else await new Promise<void>((resolve) => void waiting.push(resolve))
    try {
      if (failure !== undefined) throw failure.error
      await task()
    } catch (error) {
      failure ??= { error }
      throw error
    } finally {
      // The place goes to the next one, so `running` stays as it is.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
