import { explain } from '../classify.ts'
import { LabelboxError } from '../errors.ts'

/** A change that was not made, since the client is one that changes nothing. */
export interface PlannedMutation {
  readonly operationName: string | undefined
  /** What it would have been sent with, in full. */
  readonly variables: unknown
}

/** Tells of a mutation instead of sending it, where the client is one that changes nothing. */
export function refuseInDryRun(
  { dryRun }: { readonly dryRun: ((planned: PlannedMutation) => void) | undefined },
  operationName: string | undefined,
  variables: unknown,
): void {
  if (dryRun === undefined) return
  dryRun({ operationName, variables })
  throw new LabelboxError({ code: 'DRY_RUN', operationName, message: explain(operationName, 'DRY_RUN') })
}
