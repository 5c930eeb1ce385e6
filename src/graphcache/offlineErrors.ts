import type { CombinedError, OperationResult } from '@urql/core'
import type { LabelboxError } from '../core/errors.ts'
import { rootFields } from './rootFields.ts'

/** What nobody may find done later: people are invited, and keys made, while someone is watching. */
const never = ['createInvites', 'createApiKey']

/**
 * Whether graphcache's `offlineExchange` answers from its cache, and keeps a mutation to send it later: after an error of
 * the connection that comes from `labelboxExchange`, if a mutation certainly did not run. An invite and a new API key are
 * never kept.
 *
 * `labelboxCache` uses it. graphcache keeps only mutations with an optimistic answer.
 *
 * @example
 * offlineExchange({ storage, isOfflineError })
 */
export function isOfflineError(error: CombinedError | undefined, result: OperationResult): boolean {
  const { operation } = result
  const { code, networkError, mayHaveRun } = (error ?? {}) as Partial<LabelboxError>
  return (
    code === 'NETWORK' &&
    (operation.kind !== 'mutation' ||
      // `labelboxExchange` leaves out the `networkError` of a mutation that must not be sent later.
      (networkError !== undefined && !mayHaveRun && rootFields(operation).every(({ name }) => !never.includes(name))))
  )
}
