import { explain } from '../classify.ts'
import { LabelboxError } from '../errors.ts'
import { unwritable, type Prepared } from './document.ts'
import { withoutSecrets } from './secrets.ts'

/** A change that was not made, since the client is one that changes nothing. */
export interface PlannedMutation {
  readonly operationName: string | undefined
  /** What it would have been sent with, in full but for secrets: those are `[redacted]`. */
  readonly variables: unknown
}

/** Tells of a mutation instead of sending it, where the client is one that changes nothing. */
export function refuseInDryRun(
  { dryRun }: { readonly dryRun: ((planned: PlannedMutation) => void) | undefined },
  { operationName, secretVariables }: Pick<Prepared, 'operationName' | 'secretVariables'>,
  variables: unknown,
): void {
  if (dryRun === undefined) return
  dryRun({ operationName, variables: shown(operationName, variables, secretVariables) })
  throw new LabelboxError({ code: 'DRY_RUN', operationName, message: explain(operationName, 'DRY_RUN') })
}

/** What writes itself as JSON may be too deep to be walked, or fail when it is read. */
function shown(operationName: string | undefined, variables: unknown, secretVariables: ReadonlySet<string>): unknown {
  try {
    return withoutSecrets(variables, secretVariables)
  } catch {
    throw unwritable(operationName)
  }
}
