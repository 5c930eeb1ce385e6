import type { Labelbox, Organization, PlannedMutation, RetryEvent } from '../index.ts'
import { CommandError } from './failure.ts'
import type { GlobalOptions } from './globals.ts'
import { onInterruption } from './interruption.ts'
import { printResult, warn } from './output.ts'
import { onRequest, startRequests } from './requests.ts'
import type { Result } from './result.ts'

/** What a command works with. */
export interface Session {
  readonly labelbox: Labelbox
  readonly organization: Organization
  readonly endpoint: string | undefined
  /** For every call: an interruption ends it. */
  readonly request: { readonly signal: AbortSignal }
  /** Goes on when the user agrees, or has with --yes; in a dry run there is nothing to agree to. */
  readonly confirm: (question: Question) => Promise<void>
}

/** What is asked, or how to find out what to ask: that is done only where it is asked. */
type Question = string | (() => Promise<string>)

/**
 * Runs a command: finds the key, does it, and prints what it gives. With `tellsPlan` it says by itself what a dry run
 * would have done, and nothing is kept of that here.
 */
export async function act(
  command: { readonly optsWithGlobals: () => GlobalOptions },
  run: (session: Session) => Promise<Result>,
  { tellsPlan = false }: { readonly tellsPlan?: boolean } = {},
): Promise<void> {
  const options = command.optsWithGlobals()
  const planned: PlannedMutation[] = []
  const session = await open(options, (mutation) => {
    if (!tellsPlan) planned.push(mutation)
  })
  const result = await unlessPlanned(run(session), planned)
  await printResult(planned.length > 0 ? plan(planned) : result, options.json === true)
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

async function open(options: GlobalOptions, onPlanned: (mutation: PlannedMutation) => void): Promise<Session> {
  // Help and completion come up without these.
  const [{ findAccess }, { Labelbox }] = await Promise.all([import('./access.ts'), import('../index.ts')])
  const access = await findAccess(options, process.env, warn)
  startRequests(access.endpoint)
  const dryRun = options.dryRun === true ? onPlanned : undefined
  const labelbox = new Labelbox({ ...access, dryRun, hooks: { onRetry, onRequest } })
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

async function confirm(asked: Question, { yes, dryRun }: GlobalOptions): Promise<void> {
  if (yes === true || dryRun === true) return
  const question = typeof asked === 'string' ? asked : await asked()
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
    const { printable } = await import('../core/printable.ts')
    const line = ({ operationName = 'a change', variables }: PlannedMutation): string =>
      printable(`${operationName} ${JSON.stringify(variables)}`)
    return `Nothing was changed. This would have been sent:\n${planned.map(line).join('\n')}\n`
  },
})
