import { LabelboxError } from '../../core/errors.ts'
import { mayRepeatRequests } from '../platform.ts'
import type * as failures from './failures.ts'
import { consequence, explain } from './messages.ts'

/** The part of the transport that words failures. */
export type Failures = Pick<typeof failures, 'describe' | 'foreignReason' | 'networkError'>

/**
 * Loads what words a failure. The code of an error, and whether its change may have been made, never wait for that: if
 * it can't be loaded, the error has them and a shorter message. A browser that is offline doesn't try, as some remember a
 * failed `import()` until the page is loaded again; its errors have no codes to read.
 */
export async function loadFailures(load: () => Promise<Failures> = () => import('./failures.ts')): Promise<Failures> {
  const { navigator } = globalThis as { readonly navigator?: { readonly onLine?: unknown } }
  if (navigator?.onLine === false && mayRepeatRequests()) return plain
  try {
    return await load()
  } catch {
    return plain
  }
}

const plain: Failures = {
  describe: (operationName, code) => ({ message: explain(operationName, `${code}.`) }),
  foreignReason: () => undefined,
  // Without the code that reads what was thrown, it proves nothing, and may hold the key.
  networkError(call) {
    const mayHaveRun = call.kind !== 'query'
    const message = explain(call.operationName, 'NETWORK.') + consequence(call, mayHaveRun)
    return new LabelboxError({ ...call, code: 'NETWORK', retryable: true, mayHaveRun, message })
  },
}
