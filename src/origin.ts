/** What is known of the answer that some data came in. */
export interface Origin {
  readonly status: number
  readonly requestId: string | undefined
}

const origins = new WeakMap<object, Origin>()

/**
 * Remembers which answer data came in, so that who finds it wanting (a null where an invite should be) can still say
 * what to ask Labelbox's support about. The data itself stays as it is.
 */
export const rememberOrigin = (data: object, origin: Origin): void => void origins.set(data, origin)

/** The answer that data came in; nothing is known of data that a cache has made anew. */
export const originOf = (data: object): Partial<Origin> => origins.get(data) ?? {}
