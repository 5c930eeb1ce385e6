/** Returns a function that runs steps. After one has failed, no other is started: they fail with its error. */
export function untilOneFails(): <Result>(step: () => Promise<Result>) => Promise<Result> {
  let failure: { readonly error: unknown } | undefined
  return async (step) => {
    if (failure !== undefined) throw failure.error
    try {
      return await step()
    } catch (error) {
      failure ??= { error }
      throw error
    }
  }
}
