import { LabelboxError } from '../core/errors.ts'
import { isOffline } from './platform.ts'

/** Code that is loaded when it is first needed, and from then on there without a pause. */
export interface LazyCode<Code> {
  /** `undefined` until it is loaded. */
  now: Code | undefined
  /** Rejects with a `LabelboxError` of code `NETWORK`, after which the next call tries again. */
  load(operationName?: string): Promise<Code>
}

/**
 * @param importCode - `() => import('./file.ts')`, written out, so that bundlers make the file a chunk of its own.
 */
export function lazyCode<Code>(importCode: () => Promise<Code>): LazyCode<Code> {
  const lazy: LazyCode<Code> = {
    now: undefined,
    // Each call waits for its own `import()`: a worker must not wait for a promise of another request.
    async load(operationName) {
      try {
        // Some browsers remember a failed `import()` until the page is loaded again.
        if (isOffline()) throw new Error('The browser is offline.')
        const code = await importCode()
        return (lazy.now ??= code)
      } catch (cause) {
        throw new LabelboxError({
          code: 'NETWORK',
          operationName,
          retryable: true,
          cause,
          message: `${operationName ?? 'The call'} was not sent: a part of labelbox-org could not be loaded. Check the connection, and reload the page if a new version of it was deployed.`,
        })
      }
    },
  }
  return lazy
}
