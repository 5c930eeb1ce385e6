import { composeExchanges, type CombinedError, type Exchange, type OperationResult } from '@urql/core'
import { map, pipe } from 'wonka'
import type { LabelboxError } from '../core/errors.ts'
import { rootFields } from './rootFields.ts'

/**
 * Tells a cache of graphcache what it would misread in a failed result, and gives the page the result as it was:
 *
 * - A mutation that failed and may have run nevertheless has no data, so no rule would apply. It gets `null` for each field.
 * - A field of a query that failed may make its parent null, `project` for example. graphcache would take the parent from
 *   other queries. It gets no value for it, and so keeps the one that it has.
 */
export function withFailedResults(cache: Exchange): Exchange {
  const received = new WeakMap<CombinedError, OperationResult>()
  const explain = (result: OperationResult): OperationResult => {
    const { error, operation } = result
    if (error === undefined) return result
    const { data, errors }: Explained =
      operation.kind === 'mutation' ? { data: outcomeOf(result), errors: error.graphQLErrors } : withoutFailed(result)
    const explained = Object.create(error, { graphQLErrors: { value: errors } }) as CombinedError
    received.set(explained, result)
    return { ...result, error: explained, data }
  }
  const restore = (result: OperationResult): OperationResult => {
    const original = result.error && received.get(result.error)
    if (original?.error === undefined) return result
    const data: unknown = original.data == null ? original.data : result.data
    return { ...result, error: original.error, data }
  }
  return composeExchanges([mapped(restore), cache, mapped(explain)])
}

interface Explained {
  readonly data: unknown
  readonly errors: CombinedError['graphQLErrors']
}

const mapped =
  (change: (result: OperationResult) => OperationResult): Exchange =>
  ({ forward }) =>
  (operations$) =>
    pipe(forward(operations$), map(change))

/** An exchange that is not this package's does not say whether a mutation ran. */
function outcomeOf({ operation, data, error }: OperationResult): unknown {
  if (data != null || (error as Partial<LabelboxError>).mayHaveRun === false) return data
  return Object.fromEntries(rootFields(operation).map(({ key }) => [key, null]))
}

type Record = { [key: string | number]: unknown } | null | undefined

/** The data without parents that an error made null, and the errors, each with the place of its parent as its path. */
function withoutFailed({ data, error }: OperationResult): Explained {
  const copy = structuredClone(data) as Record
  const errors = error?.graphQLErrors.map((each) => {
    const path = each.path ?? []
    let parent = copy
    for (const [depth, key] of path.slice(0, -1).entries()) {
      const value = parent?.[key]
      if (value == null) {
        if (parent != null && !Array.isArray(parent)) parent[key] = undefined
        return Object.create(each, { path: { value: path.slice(0, depth + 1) } }) as typeof each
      }
      parent = value as Record
    }
    return each
  })
  return { data: copy, errors: errors ?? [] }
}
