import { LabelboxError } from '../core/errors.ts'
import { isFile } from '../core/guards.ts'
import { unwritable, type Prepared } from './document.ts'
import { secretsOf, withoutSecrets } from './request/secrets.ts'
import { explain } from './response/messages.ts'

/** A mutation that a dry run did not send. */
export interface PlannedMutation {
  readonly operationName: string | undefined
  /** The variables as they would have been sent, as plain JSON; secrets are `[redacted]`, files `[file of 12 bytes]`. */
  readonly variables: unknown
}

/** Reports a mutation in place of sending it. */
export function refuseInDryRun(
  report: (planned: PlannedMutation) => void,
  { operationName, document }: Pick<Prepared, 'operationName' | 'document'>,
  variables: unknown,
): never {
  report({ operationName, variables: shown(operationName, variables, secretsOf(document).variables) })
  const message = explain(operationName, 'this client changes nothing (dryRun).')
  throw new LabelboxError({ code: 'DRY_RUN', operationName, message })
}

/** Variables may hold a cycle, or a getter that throws. */
function shown(operationName: string | undefined, variables: unknown, secret: ReadonlySet<string>): unknown {
  try {
    return withoutSecrets(withoutFiles(variables), secret)
  } catch {
    throw unwritable(operationName)
  }
}

/** JSON has nothing of a file. */
const withoutFiles = (variables: unknown): unknown =>
  typeof variables === 'object' && variables !== null && Object.values(variables).some(isFile)
    ? Object.fromEntries(
        Object.entries(variables).map(([name, value]: [string, unknown]) => [
          name,
          isFile(value) ? `[file of ${value.size} bytes]` : value,
        ]),
      )
    : variables
