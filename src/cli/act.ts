import type { Labelbox, Organization, PlannedMutation, RetryEvent } from '../index.ts'
import { CommandError } from './failure.ts'
import type { GlobalOptions } from './globals.ts'
import { onInterruption } from './interruption.ts'
import { printResult, warn } from './output.ts'
import type { Result } from './result.ts'

/** What a command works with. */
export interface Session {
  readonly labelbox: Labelbox
  readonly organization: Organization
  readonly endpoint: string | undefined
  /** For every call: an interruption ends it. */
  readonly request: { readonly signal: AbortSignal }
  /** Goes on when the user agrees, or has with --yes; in a dry run there is nothing to agree to. */
  readonly confirm: (question: string) => Promise<void>
}

/** Runs a command: finds the key, does it, and prints what it gives. */
export async function act(
  command: { readonly optsWithGlobals: () => GlobalOptions },
  run: (session: Session) => Promise<Result>,
): Promise<void> {
  const options = command.optsWithGlobals()
  const planned: PlannedMutation[] = []
  const session = await open(options, planned)
  const result = await unlessPlanned(run(session), planned)
  const shown = planned.length > 0 && result.tellsPlan !== true ? plan(planned) : result
  await printResult(shown, options.json === true)
}

/** What has no result without being done, a check for example, rejects in a dry run; and that is how it ends well. */
async function unlessPlanned(running: Promise<Result>, planned: readonly PlannedMutation[]): Promise<Result> {
  try {
    return await running
  } catch (error) {
    const { isLabelboxError } = await import('../index.ts')
    if (isLabelboxError(error, 'DRY_RUN') && planned.length > 0) return plan(planned)
    throw error
  }
}

async function open(options: GlobalOptions, planned: PlannedMutation[]): Promise<Session> {
  // Help and completion come up without these.
  const [{ findAccess }, { Labelbox }] = await Promise.all([import('./access.ts'), import('../index.ts')])
  const access = await findAccess(options, process.env, warn)
  const dryRun = options.dryRun === true ? (mutation: PlannedMutation) => planned.push(mutation) : undefined
  const labelbox = new Labelbox({ ...access, dryRun, hooks: { onRetry } })
  const request = { signal: onInterruption() }
  return {
    labelbox,
    organization: await labelbox.getOrganization(request),
    endpoint: access.endpoint,
    request,
    confirm: (question) => confirm(question, options),
  }
}

/** A wait that is long enough to be wondered about. */
function onRetry({ delayMs, code }: RetryEvent): void {
  if (delayMs >= 2000) warn(`${code ?? 'No answer'}: it is tried again in ${Math.ceil(delayMs / 1000)} s.`)
}

async function confirm(question: string, { yes, dryRun }: GlobalOptions): Promise<void> {
  if (yes === true || dryRun === true) return
  const { askWhether, isInteractive } = await import('./prompts.ts')
  if (!isInteractive()) {
    throw new CommandError(
      'NOT_CONFIRMED',
      `Nothing was changed: there is no terminal to ask on. Add --yes. ${question}`,
    )
  }
  if (!(await askWhether(question))) throw new CommandError('NOT_CONFIRMED', 'Nothing was changed.')
}

/** The result of a dry run: the requests that a real one would have sent. Secrets are redacted in them. */
const plan = (planned: readonly PlannedMutation[]): Result => ({
  json: { dryRun: true, planned: planned.map(({ operationName, variables }) => ({ operationName, variables })) },
  text: async () => {
    const { printable } = await import('./printable.ts')
    const line = ({ operationName = 'a change', variables }: PlannedMutation): string =>
      printable(`${operationName} ${JSON.stringify(variables)}`)
    return `Nothing was changed. This would have been sent:\n${planned.map(line).join('\n')}\n`
  },
})
