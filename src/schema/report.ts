import type { SchemaChange, SchemaDiff } from './diff.ts'
import type { BrokenOperation } from './impact.ts'

/** The answer of `schema:diff`, for people. */
export function report(diff: SchemaDiff, broken: readonly BrokenOperation[], operationCount: number): string {
  return [
    section('Breaking', diff.breaking),
    section('Dangerous', diff.dangerous),
    section('Safe', diff.safe),
    broken.length === 0
      ? `All ${operationCount} operations validate against the new schema.`
      : `${broken.length} of ${operationCount} operations do not validate against the new schema:\n${broken.map(lines).join('\n')}`,
  ].join('\n\n')
}

function section(title: string, changes: readonly SchemaChange[]): string {
  const entries = changes.map(({ message, reason }) => `  - ${message}${reason ? `\n      ${reason}` : ''}`)
  return [`${title}: ${changes.length}`, ...entries].join('\n')
}

function lines({ name, reasons, alreadyBroken }: BrokenOperation): string {
  const note = alreadyBroken ? ' (nor against the old one)' : ''
  return [`  ${name}${note}`, ...reasons.map((reason) => `    ${reason}`)].join('\n')
}
