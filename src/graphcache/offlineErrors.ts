import type { CombinedError, OperationResult } from '@urql/core'
import type { LabelboxError } from '../core/errors.ts'

/** What nobody may find done later: people are invited, and keys made, while someone is watching. */
const never = new Set(['createInvites', 'createApiKey'])

/**
 * Whether graphcache's `offlineExchange` answers from its cache, and keeps a mutation to send it later: after an error of
 * the connection, if a mutation certainly did not run. An invite and a new API key are never kept.
 *
 * `labelboxCache` uses it. graphcache keeps only mutations with an optimistic answer.
 *
 * @example
 * offlineExchange({ storage, isOfflineError })
 */
export function isOfflineError(error: CombinedError | undefined, result: OperationResult): boolean {
  if (error?.networkError === undefined || error.response !== undefined) return false
  if (result.operation.kind !== 'mutation') return isOutage(error)
  const fields = result.operation.query.definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition' ? definition.selectionSet.selections : [],
  )
  return (
    isOutage(error) &&
    // Another exchange that sends can't tell whether the mutation ran.
    (error as Partial<LabelboxError>).mayHaveRun === false &&
    fields.every((field) => field.kind === 'Field' && !never.has(field.name.value))
  )
}

const isOutage = ({ networkError, ...error }: CombinedError): boolean =>
  (error as Partial<LabelboxError>).code === 'NETWORK' ||
  (globalThis as Partial<typeof globalThis>).navigator?.onLine === false ||
  /request failed|failed to fetch|network\s?error/i.test(networkError?.message ?? '')
