import { readInput } from '../bulk/inputFile.ts'
import { exitCodeOf, exitCodes } from '../exitCodes.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples } from '../input/optionParsers.ts'
import type { AppliedChange, ApplyJson, FileChange } from '../json/applyJson.ts'
import { usage } from '../output/commandError.ts'
import type { CommandResult } from '../output/commandResult.ts'
import type { Columns } from '../output/table.ts'
import { withSession, type Session } from '../session/session.ts'

export function apply(program: Program): void {
  program
    .command('apply')
    .description('change the organization to what a file says: members, project roles, user groups and tags')
    .argument('<file>', 'organization file in YAML or JSON, - for stdin; “export” writes one')
    .option('--remove-unlisted', 'also remove what the sections and lists of the file leave out')
    .addHelpText(
      'after',
      examples(
        'apply organization.yaml --dry-run',
        'apply organization.yaml',
        'apply organization.yaml --remove-unlisted --dry-run --json | jq ".changes"',
      ),
    )
    .action((file, { removeUnlisted = false }, command) =>
      withSession<'apply'>(command, (session) => applyFile(file, removeUnlisted, command.optsWithGlobals(), session), {
        showsPlan: true,
      }),
    )
}

async function applyFile(
  path: string,
  removeUnlisted: boolean,
  { dryRun = false }: { readonly dryRun?: boolean | undefined },
  session: Session,
): Promise<CommandResult<ApplyJson>> {
  const [{ readOrganizationFile }, { planChanges }, { applyChanges, hasEarlierRoles, toApplied }] = await Promise.all([
    import('../organizationFile/organizationFile.ts'),
    import('../organizationFile/plannedChanges.ts'),
    import('../organizationFile/applyChanges.ts'),
  ])
  const name = path === '-' ? 'The file on stdin' : path
  const file = readOrganizationFile(await readText(path, session), name)
  const { stages, unlisted, pending } = await planChanges(session, file, name, removeUnlisted)
  const planned = stages.flat().flatMap(({ changes }) => changes)
  if (dryRun || planned.length === 0) {
    const changes = planned.map((each) => toApplied(each, { outcome: 'dry-run' }))
    return toResult({ changes, pending, unlisted, ...(dryRun && { dryRun }) }, exitCodes.done)
  }
  await session.confirm(() => ask(planned, session))
  const changes = await applyChanges(stages, session)
  const exitCode = session.invocation.interruptedWith ?? exitCodeFor(changes)
  return toResult({ changes, pending, unlisted }, exitCode, changes.some(hasEarlierRoles))
}

/** The text of a file, or of stdin. */
async function readText(path: string, { invocation }: Session): Promise<string> {
  const bytes = await readInput(path, invocation.io)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw usage(`The file ${path} is not UTF-8. Save it as UTF-8.`)
  }
}

/** The number of changes that a question shows. */
const maxShown = 50

const planColumns: Columns<FileChange> = {
  CHANGE: ({ kind }) => kind.replaceAll('-', ' '),
  WHAT: ({ what }) => what,
  IN: (each) => each.in,
  BEFORE: ({ before }) => before,
  AFTER: ({ after }) => after,
}

const outcomeColumns: Columns<AppliedChange> = {
  ...planColumns,
  OUTCOME: ({ outcome }) => outcome,
  REASON: ({ reason }) => reason,
}

async function ask(planned: readonly FileChange[], { organization, invocation: { io } }: Session): Promise<string> {
  const { layoutFor } = await import('../output/table.ts')
  const isRemoval = ({ kind }: FileChange): boolean => /^(?:remove|delete|cancel|untag)-/.test(kind)
  const removals = planned.filter(isRemoval)
  const more = planned.length - maxShown
  // What is removed is not to be among those that are not shown.
  const shown = more > 0 ? [...removals, ...planned.filter((each) => !isRemoval(each))].slice(0, maxShown) : planned
  io.stderr.write(layoutFor({ colors: false, maxWidth: io.stderr.columns }).table(shown, planColumns))
  return [
    more > 0 && `… and ${more} more, which --dry-run lists.`,
    `Make ${counted(planned.length, 'change')} in ${organization.name ?? 'the organization'}?`,
    removals.length > 0 && `Of them, ${removals.length} remove something.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function toResult(json: ApplyJson, exitCode: number, haveEarlierRoles = false): CommandResult<ApplyJson> {
  const { changes, pending, unlisted, dryRun } = json
  const isAllDone = changes.every(({ outcome }) => outcome === 'done')
  const unknown = changes.filter(({ outcome }) => outcome === 'unknown').length
  const notes = [
    !isAllDone &&
      dryRun !== true &&
      (unknown > 0
        ? `Whether ${counted(unknown, 'change')} took place is unknown. Wait a few minutes before you apply the file again, so that nobody is invited twice.`
        : 'Not everything was changed. Apply the file again when the cause is mended.'),
    haveEarlierRoles &&
      'People whose role became NONE have their earlier roles in projects again. Apply the file once more to compare these.',
    pending.length > 0 && `Not accepted yet: ${counted(pending.length, 'invite')} of the file.`,
    unlisted.length > 0 &&
      `The organization has ${counted(unlisted.length, 'entry', 'entries')} that the file does not list. They stay, unless you pass --remove-unlisted.`,
  ].filter((note) => typeof note === 'string')
  return {
    json,
    text: ({ table }) => {
      if (changes.length === 0) return 'Nothing to change.\n'
      if (dryRun === true)
        return `Dry run: nothing was changed. These changes would be made:\n${table(changes, planColumns)}`
      return isAllDone ? table(changes, planColumns) : table(changes, outcomeColumns)
    },
    ...(notes.length > 0 && { note: notes.join(' ') }),
    exitCode,
  }
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** An unknown outcome weighs more than a failure, and a failure more than what was not attempted after it. */
function exitCodeFor(changes: readonly AppliedChange[]): number {
  if (changes.some(({ outcome }) => outcome === 'unknown')) return exitCodes.unknown
  const failed = changes.find(({ outcome }) => outcome === 'failed')
  if (failed?.code != null) return exitCodeOf({ code: failed.code, mayHaveRun: false })
  return changes.every(({ outcome }) => outcome === 'done') ? exitCodes.done : exitCodes.failed
}
