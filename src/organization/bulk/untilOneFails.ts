/**
 * Returns a function that runs steps. After one has failed, no other is started: they fail with its error.
 *
 * @param onFailure - Called at the first failure.
 */
export function untilOneFails(onFailure: () => void): <Result>(step: () => Promise<Result>) => Promise<Result> {
  let failure: { readonly error: unknown } | undefined
  return async (step) => {
    if (failure !== undefined) throw failure.error
    try {
      return await step()
    } catch (error) {
      failure ??= { error }
      onFailure()
      throw error
    }
  }
}
