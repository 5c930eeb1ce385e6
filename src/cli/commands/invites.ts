import type { BulkOptions, IfInvited, InviteOutcome, InviteRow, PendingInvite } from '../../index.ts'
import { isSameEmail } from '../../organization/email.ts'
import { withSession, type Session } from '../session/session.ts'
import type { BulkFlags } from '../bulk/bulkCommand.ts'
import { usage } from '../output/commandError.ts'
import type { Program } from '../input/globalOptions.ts'
import type { InviteRunJson } from '../json/changeJson.ts'
import type { CommandJson } from '../json/commandJson.ts'
import type { InviteJson, SentInviteJson } from '../json/recordJson.ts'
import { requireVisible } from '../input/lookup.ts'
import { changeEach } from '../session/changeEach.ts'
import { withFileOptions } from '../input/fileOptions.ts'
import { requireFittingOptions } from '../input/exclusiveOptions.ts'
import { assignments, count, examples } from '../input/optionParsers.ts'
import { done, list, record, type CommandResult } from '../output/commandResult.ts'

export function invites(program: Program): void {
  const group = program
    .command('invites')
    .description('manage pending invites and seats')
    .addHelpText(
      'after',
      examples(
        'invites send ada@example.com --role LABELER',
        'invites send --from people.csv --dry-run',
        'invites cancel ada@example.com',
      ),
    )
  addList(group)
  addSend(group)
  addCancel(group)
  addResend(group)
  addLimit(group)
}

type Group = ReturnType<Program['command']>

/** A pending invite for `--json`. */
export const toInvite = ({ projectInvites, ...invite }: PendingInvite): InviteJson => ({
  ...toSent(invite),
  projects: (projectInvites ?? []).map(({ projectId, projectRoleName }) => ({ id: projectId, role: projectRoleName })),
})

/** A sent invite for `--json`. */
const toSent = ({
  id,
  inviteeEmail,
  organizationRoleName,
  createdAt,
}: Pick<PendingInvite, 'id' | 'inviteeEmail' | 'organizationRoleName' | 'createdAt'>): SentInviteJson => ({
  id,
  email: inviteeEmail,
  role: organizationRoleName,
  createdAt,
})

const addList = (group: Group) =>
  group
    .command('list')
    .description('list pending invites')
    .option('--project <project>', 'only invites to this project (name or id)')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('invites list', 'invites list --project "Street signs" --json'))
    .action(({ project, limit = Infinity }, command) =>
      withSession<'invites list'>(command, async ({ organization, request }) => {
        const into = project === undefined ? undefined : await organization.getProject(project, request)
        const found = await organization.getInvites({ project: into, ...request }).toArray({ limit })
        return list(found.map(toInvite), {
          EMAIL: ({ email }) => email,
          ROLE: ({ role }) => role,
          PROJECTS: ({ projects }) => projects.length,
          SENT: ({ createdAt }) => createdAt,
          ID: ({ id }) => id,
        })
      }),
    )

const ifInvited: readonly IfInvited[] = ['refuse', 'return', 'replace', 'send']

const addSend = (group: Group) =>
  withFileOptions(
    group
      .command('send')
      .description('invite someone, or everyone in a file')
      .argument('[email]', 'email to invite')
      .option('--role <role>', 'organization role, such as LABELER; NONE with project or group roles')
      .option('--project-role <project=role>', 'role in a project (repeatable)', assignments)
      .option('--group <group=role>', 'user group to join, and the role in it (repeatable)', assignments)
      .addOption(
        group
          .createOption('--if-invited <action>', 'what to do if an invite is pending (default: refuse)')
          .choices(ifInvited),
      ),
    'read invites from a CSV or JSON lines file: email, role, projectRoles, groups',
  )
    .option('--fill-seats', 'with --from: invite as many as there are seats instead of stopping')
    .option('--resend-unknown', 'with --from: send again what an earlier run may have sent; some may get two invites')
    .option('--batch-size <n>', 'with --from: invites per request (default: 100)', count)
    .addHelpText(
      'after',
      examples(
        'invites send ada@example.com --role LABELER',
        'invites send ada@example.com --role NONE --project-role "Street signs=REVIEWER"',
        'invites send ada@example.com --role LABELER --if-invited replace',
        'invites send --from people.csv --dry-run',
        'invites send --from people.csv --report outcomes.csv',
        'invites send --from people.csv --resume',
      ),
    )
    .action((email, options, command) => {
      const { from, role, projectRole, group, ifInvited } = options
      const { report, journal, resume, skipInvalid, fillSeats, resendUnknown, batchSize } = options
      requireFittingOptions(from, {
        single: { role, projectRole, group, ifInvited },
        file: { report, journal, resume, skipInvalid, fillSeats, resendUnknown, batchSize },
      })
      return withSession<'invites send'>(
        command,
        async (session) => {
          if (from === undefined) return sendOne(email, options, session)
          if (email !== undefined) throw usage('Pass an email with --role, or --from, not both.')
          return sendFrom(from, { ...options, ...command.optsWithGlobals() }, session)
        },
        { showsPlan: from !== undefined },
      )
    })

interface SendOne {
  readonly role?: string | undefined
  readonly projectRole?: readonly (readonly [project: string, role: string])[] | undefined
  readonly group?: readonly (readonly [group: string, role: string])[] | undefined
  readonly ifInvited?: IfInvited | undefined
}

async function sendOne(
  email: string | undefined,
  { role, projectRole, group, ifInvited }: SendOne,
  { organization, request }: Session,
): Promise<CommandResult<CommandJson['invites send']>> {
  if (email === undefined || role === undefined) {
    throw usage('Pass an email with --role, or --from FILE: invites send ada@example.com --role LABELER')
  }
  const projectRoles = projectRole?.map(([project, role]) => ({ project, role }))
  const groups = group?.map(([group, role]) => ({ group, role }))
  const sent = await organization.inviteUser({ email, role, projectRoles, groups }, { ifInvited, ...request })
  return done(`Invited ${sent.inviteeEmail ?? email} as ${sent.organizationRoleName ?? role}.`, {
    invited: toSent(sent),
  })
}

interface SendFrom extends BulkFlags {
  readonly fillSeats?: true | undefined
  readonly resendUnknown?: true | undefined
  readonly batchSize?: number | undefined
}

async function sendFrom(file: string, options: SendFrom, session: Session): Promise<CommandResult<InviteRunJson>> {
  const [{ inviteRows }, { runBulk }, { nameOf }] = await Promise.all([
    import('../../bulk/index.ts'),
    import('../bulk/bulkCommand.ts'),
    import('../bulk/plannedRows.ts'),
  ])
  const rows = inviteRows(file)
  const run = (bulk: BulkOptions<InviteOutcome>) =>
    session.organization.inviteUsers(rows, {
      ...bulk,
      ifSeatsShort: options.fillSeats === true ? 'fill' : 'refuse',
      onUnknown: options.resendUnknown === true ? 'resend' : 'report',
      batchSize: options.batchSize,
    })
  const plan = ({ role, projectRoles = [], groups = [] }: InviteRow) => ({
    change: 'invite' as const,
    role: nameOf(role),
    projectRoles: projectRoles.map(({ project, role }) => ({ project: nameOf(project), role: nameOf(role) })),
    groups: groups.map(({ group, role }) => ({ group: nameOf(group), role: nameOf(role) })),
  })
  const successes = ['invited', 'already-invited', 'already-member', 'dry-run'] as const
  return runBulk({ file, rows, label: 'Inviting', successes, plan, run }, options, session)
}

const addCancel = (group: Group) =>
  group
    .command('cancel')
    .description('cancel an invite, or all pending invites to an email')
    .argument('<invite>', 'email, or id of the invite')
    .addHelpText('after', examples('invites cancel ada@example.com', 'invites cancel cl9x2f0a10000 --yes'))
    .action((given, _options, command) =>
      withSession<'invites cancel'>(command, async (session) => {
        const { organization, request, confirm } = session
        const pending = await findPending(session, given)
        const describe = (invites: readonly PendingInvite[]): string =>
          invites
            .map(({ inviteeEmail, organizationRoleName }) =>
              [inviteeEmail ?? given, organizationRoleName ?? 'no role'].join(' as '),
            )
            .join(', ')
        await confirm(`Cancel the invite of ${describe(pending)}?`)
        // The confirmed invites only: others may have been sent meanwhile.
        const cancelled = await changeEach(pending, ({ id }) => organization.cancelInvite(id, request))
        const gone = pending.filter((invite) => !cancelled.includes(invite))
        const result = done(`Cancelled the invite of ${describe(cancelled)}.`, {
          cancelled: cancelled.map(toInvite),
          gone: gone.map(toInvite),
        })
        if (gone.length === 0) return result
        return { ...result, note: `No longer pending, perhaps accepted: ${describe(gone)}.` }
      }),
    )

async function findPending({ organization, request }: Session, given: string): Promise<readonly PendingInvite[]> {
  const wanted = requireVisible('email or id', given)
  const pending: PendingInvite[] = []
  for await (const invite of organization.getInvites(request)) {
    if (invite.id === wanted || isSameEmail(invite.inviteeEmail, wanted)) pending.push(invite)
  }
  if (pending.length > 0) return pending
  throw usage(`There is no pending invite ${given}. It may have been accepted or cancelled.`)
}

const addResend = (group: Group) =>
  group
    .command('resend')
    .description('cancel an invite and send it again with the same roles')
    .argument('<email>', 'email of the invite')
    .addHelpText(
      'after',
      `\nThe new invite offers no user groups: the API does not tell those of the old one.\n${examples('invites resend ada@example.com')}`,
    )
    .action((email, _options, command) =>
      withSession<'invites resend'>(command, async ({ organization, request }) => {
        const sent = await organization.resendInvite(email, request)
        return done(`Invited ${sent.inviteeEmail ?? email} again.`, { invited: toSent(sent) })
      }),
    )

const addLimit = (group: Group) =>
  group
    .command('limit')
    .description('show the seats of the plan; each member and pending invite takes one')
    .addHelpText('after', examples('invites limit', 'invites limit --json | jq .remaining'))
    .action((_options, command) =>
      withSession<'invites limit'>(command, async ({ organization, request }) => {
        const { limit, used, remaining } = await organization.inviteLimit(request)
        return record({ limit, used, remaining }, { limit, used, remaining })
      }),
    )
