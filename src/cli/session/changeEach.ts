import type { Outcome } from '../json/errorJson.ts'
import { IncompleteChangeError } from '../output/commandError.ts'

/**
 * Changes several records one after another, and returns the changed ones: all except those that no longer exist. In a
 * dry run each change rejects, and the next one is planned nevertheless.
 *
 * @throws IncompleteChangeError where an error leaves some records unchanged.
 */
export async function changeEach<T extends { readonly id: string }>(
  records: readonly T[],
  change: (record: T) => Promise<unknown>,
): Promise<readonly T[]> {
  const { isLabelboxError } = await import('../../index.ts')
  const changed: T[] = []
  const outcomes: Outcome[] = []
  let notFound: Error | undefined
  for (const record of records) {
    const { id } = record
    try {
      await change(record)
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (error.code === 'RESOURCE_NOT_FOUND') {
        notFound = error
        outcomes.push({ id, outcome: 'unchanged' })
        continue
      }
      if (error.code !== 'DRY_RUN') {
        if (records.length === 1) throw error
        outcomes.push({ id, outcome: error.mayHaveRun ? 'unknown' : 'failed' })
        const rest = records
          .slice(outcomes.length)
          .map((other): Outcome => ({ id: other.id, outcome: 'not-attempted' }))
        throw new IncompleteChangeError(error, [...outcomes, ...rest])
      }
    }
    changed.push(record)
    outcomes.push({ id, outcome: 'done' })
  }
  if (notFound !== undefined && changed.length === 0) throw notFound
  return changed
}
