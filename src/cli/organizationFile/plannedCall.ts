import type { LabelboxErrorCode, Organization } from '../../index.ts'
import type { ApplyOutcome, FileChange } from '../json/applyJson.ts'

/** How a change ended, and why it was not made. */
export interface ChangeEnd {
  readonly outcome: ApplyOutcome
  readonly code?: LabelboxErrorCode | null
  readonly reason?: string | null
}

type Send<Result> = (organization: Organization, request: { readonly signal: AbortSignal }) => Promise<Result>

/** A call of the client, and the changes that it makes: all together, or each for itself. */
export type PlannedCall = { readonly changes: readonly FileChange[] } & (
  { readonly send: Send<unknown> } | { readonly sendEach: Send<readonly ChangeEnd[]> }
)

/** A change, without what most do not have. */
export const change = (
  kind: FileChange['kind'],
  what: string,
  line: number | null,
  rest: Partial<Pick<FileChange, 'in' | 'before' | 'after'>> = {},
): FileChange => ({ kind, what, in: null, before: null, after: null, ...rest, line })

/** Waits for a removal. What somebody else removed meanwhile is gone as well. */
export const unlessGone = (removing: Promise<void>): Promise<void> =>
  removing.catch(async (error: unknown) => {
    const { isLabelboxError } = await import('../../index.ts')
    if (!isLabelboxError(error, 'RESOURCE_NOT_FOUND')) throw error
  })
