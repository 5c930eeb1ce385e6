import { explain } from './response/classify.ts'
import { LabelboxError } from '../core/errors.ts'
import { unwritable, type Prepared } from './document.ts'
import { withoutSecrets } from './request/secrets.ts'

/** A change that the client was told not to make. */
export interface PlannedMutation {
  readonly operationName: string | undefined
  /** The variables as they would have been sent, as plain JSON; secrets are `[redacted]`. */
  readonly variables: unknown
}

/** Reports a mutation instead of sending it, where the client changes nothing. */
export function refuseInDryRun(
  { dryRun }: { readonly dryRun: ((planned: PlannedMutation) => void) | undefined },
  { operationName, secretVariables }: Pick<Prepared, 'operationName' | 'secretVariables'>,
  variables: unknown,
): void {
  if (dryRun === undefined) return
  dryRun({ operationName, variables: shown(operationName, variables, secretVariables) })
  throw new LabelboxError({ code: 'DRY_RUN', operationName, message: explain(operationName, 'DRY_RUN') })
}

/** Variables may hold a cycle, or a getter that throws. */
function shown(operationName: string | undefined, variables: unknown, secretVariables: ReadonlySet<string>): unknown {
  try {
    return withoutSecrets(variables, secretVariables)
  } catch {
    throw unwritable(operationName)
  }
}
