import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Labelbox, Organization, PlannedMutation, RetryEvent } from '../../index.ts'
import type { GlobalOptions } from '../input/globalOptions.ts'
import { invocationOf, labelboxEndpoint, type Invocation } from '../invocation.ts'
import { CommandError } from '../output/commandError.ts'
import type { PlannedRequests } from '../json/changeJson.ts'
import type { CommandJson } from '../json/commandJson.ts'
import type { CommandResult } from '../output/commandResult.ts'
import { printResult } from '../output/print.ts'

/** What a command works with once it is connected. */
export interface Session {
  readonly labelbox: Labelbox
  readonly organization: Organization
  /** `undefined` for Labelbox itself. */
  readonly endpoint: string | undefined
  /** Options for every call: an interruption aborts it. */
  readonly request: { readonly signal: AbortSignal }
  /** Returns when the user agrees. With `--yes` and in a dry run nobody is asked. */
  readonly confirm: (question: Question) => Promise<void>
  readonly invocation: Invocation
}

/** A question, or a function that makes it when it is asked. */
type Question = string | (() => Promise<string>)

/** A command as its action receives it. */
interface ActionCommand {
  readonly optsWithGlobals: () => GlobalOptions
}

/**
 * Connects, runs a command and prints its result. In a dry run the result is the requests that were not sent; a command
 * with `showsPlan` prints its own plan. `Path` are the words of the command, and decide what it prints with `--json`.
 */
export async function withSession<Path extends keyof CommandJson = never>(
  command: ActionCommand,
  run: (session: Session) => Promise<CommandResult<CommandJson[NoInfer<Path>]>>,
  { showsPlan = false }: { readonly showsPlan?: boolean } = {},
): Promise<void> {
  const invocation = invocationOf(command as unknown as CommandUnknownOpts)
  const options = command.optsWithGlobals()
  const planned: PlannedMutation[] = []
  const session = await connect(invocation, options, (mutation) => {
    if (!showsPlan) planned.push(mutation)
  })
  const result = await unlessPlanned(run(session), planned)
  await printResult(invocation, planned.length > 0 ? planResult(planned) : result, options.json === true)
}

/** In a dry run, a call whose result needs a request rejects. This is not a failure if there is a plan to print. */
async function unlessPlanned(
  running: Promise<CommandResult<unknown>>,
  planned: readonly PlannedMutation[],
): Promise<CommandResult<unknown>> {
  try {
    return await running
  } catch (error) {
    const { isLabelboxError } = await import('../../index.ts')
    if (isLabelboxError(error, 'DRY_RUN') && planned.length > 0) return planResult(planned)
    throw error
  }
}

async function connect(
  invocation: Invocation,
  options: GlobalOptions,
  onPlanned: (mutation: PlannedMutation) => void,
): Promise<Session> {
  // Help and completion do without these.
  const [{ findCredentials }, { Labelbox }] = await Promise.all([import('./credentials.ts'), import('../../index.ts')])
  const credentials = await findCredentials(invocation, options)
  invocation.endpoint = credentials.endpoint ?? labelboxEndpoint
  const transport = await invocation.transport()
  const hooks = {
    onRequest: invocation.onRequest,
    onRetry: ({ delayMs, code }: RetryEvent): void => {
      if (delayMs >= noticeableMs)
        invocation.warn(`${code ?? 'No response'}: retrying in ${Math.ceil(delayMs / 1000)} s.`)
    },
  }
  const dryRun = options.dryRun === true ? onPlanned : undefined
  const labelbox = new Labelbox({ ...invocation.io.client, ...credentials, transport, dryRun, hooks })
  const request = { signal: invocation.abortSignal() }
  return {
    labelbox,
    organization: await labelbox.getOrganization(request),
    endpoint: credentials.endpoint,
    request,
    confirm: (question) => confirm(invocation, question, options),
    invocation,
  }
}

/** A wait that makes people wonder. */
const noticeableMs = 2000

async function confirm({ io }: Invocation, asked: Question, { yes, dryRun }: GlobalOptions): Promise<void> {
  if (yes === true || dryRun === true) return
  const question = typeof asked === 'string' ? asked : await asked()
  const { askYesOrNo, isInteractive } = await import('../input/prompts.ts')
  if (!isInteractive(io)) {
    throw new CommandError(
      'NOT_CONFIRMED',
      `Nothing was changed: this needs confirmation, and there is no terminal. Pass --yes to confirm: ${question}`,
    )
  }
  if (!(await askYesOrNo(io, question))) throw new CommandError('NOT_CONFIRMED', 'Nothing was changed.')
}

/** The requests that a dry run did not send. Secrets in them are redacted. */
const planResult = (planned: readonly PlannedMutation[]): CommandResult<PlannedRequests> => ({
  json: { dryRun: true, planned: planned.map(({ operationName, variables }) => ({ operationName, variables })) },
  text: async () => {
    const { printable } = await import('../../core/printable.ts')
    const line = ({ operationName = 'a mutation', variables }: PlannedMutation): string =>
      printable(`${operationName} ${JSON.stringify(variables)}`)
    return `Dry run: nothing was changed. These requests would be sent:\n${planned.map(line).join('\n')}\n`
  },
})
