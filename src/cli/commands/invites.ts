import type { BulkOptions, IfInvited, InviteOutcome, InviteRow, PendingInvite } from '../../index.ts'
import { isSameEmail } from '../../organization/email.ts'
import { act, type Session } from '../act.ts'
import type { BulkFlags } from '../bulk.ts'
import { usage } from '../failure.ts'
import type { Program } from '../globals.ts'
import { requireVisible } from '../find.ts'
import { oneByOne } from '../oneByOne.ts'
import { requireOneWay } from '../oneWay.ts'
import { assignments, count, examples } from '../options.ts'
import { done, list, record, type Result } from '../result.ts'

export function invites(program: Program): void {
  const group = program
    .command('invites')
    .description('invites that are pending, and the seats that are left')
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

/** A pending invite as `--json` has it. */
export const toInvite = ({ projectInvites, ...invite }: PendingInvite) => ({
  ...toSent(invite),
  projects: (projectInvites ?? []).map(({ projectId, projectRoleName }) => ({ id: projectId, role: projectRoleName })),
})

/** An invite that was just sent. */
const toSent = ({
  id,
  inviteeEmail,
  organizationRoleName,
  createdAt,
}: Pick<PendingInvite, 'id' | 'inviteeEmail' | 'organizationRoleName' | 'createdAt'>) => ({
  id,
  email: inviteeEmail,
  role: organizationRoleName,
  createdAt,
})

const addList = (group: Group) =>
  group
    .command('list')
    .description('the invites that nobody has accepted yet')
    .option('--project <project>', 'only those that offer a role in this project: its name or its id')
    .option('--limit <number>', 'only so many', count)
    .addHelpText('after', examples('invites list', 'invites list --project "Street signs" --json'))
    .action(({ project, limit = Infinity }, command) =>
      act(command, async ({ organization, request }) => {
        const into = project === undefined ? undefined : await organization.getProject(project, request)
        const found = await organization.getInvites({ project: into, ...request }).toArray({ limit })
        return list(found.map(toInvite), {
          ADDRESS: ({ email }) => email,
          ROLE: ({ role }) => role,
          PROJECTS: ({ projects }) => projects.length,
          SENT: ({ createdAt }) => createdAt,
          ID: ({ id }) => id,
        })
      }),
    )

const ifInvited: readonly IfInvited[] = ['refuse', 'return', 'replace', 'send']

const addSend = (group: Group) =>
  group
    .command('send')
    .description('invite somebody, or everybody in a file')
    .argument('[email]', 'address')
    .option('--role <role>', 'role in the organization: LABELER, for example, or NONE beside the next two')
    .option('--project-role <project=role>', 'a role in one project; several times for several', assignments)
    .option('--group <group=role>', 'a user group to join, and the role there; several times for several', assignments)
    .addOption(
      group
        .createOption('--if-invited <what>', 'what to do when the address is invited already; by default refuse')
        .choices(ifInvited),
    )
    .option('--from <file>', 'everybody in a file, CSV or JSON lines: email, role, projectRoles, groups')
    .option('--report <file>', 'with --from: write what has become of each row, as CSV or .jsonl')
    .option('--journal <file>', 'with --from: where the journal is kept; by default beside the file')
    .option('--resume', 'with --from: go on with a run that was ended, by its journal')
    .option('--skip-invalid', 'with --from: leave out rows that can’t be used, instead of sending nothing')
    .option('--fill-seats', 'with --from: invite as many as there are seats, instead of nobody')
    .option('--resend-unknown', 'with --from: send once more what an earlier run may have sent, at the risk of two')
    .option('--batch-size <number>', 'with --from: invites in one request, by default 100', count)
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
      requireOneWay(from, {
        one: { role, projectRole, group, ifInvited },
        many: { report, journal, resume, skipInvalid, fillSeats, resendUnknown, batchSize },
      })
      return act(
        command,
        async (session) => {
          if (from === undefined) return sendOne(email, options, session)
          if (email !== undefined) throw usage('Give either an address with --role, or --from.')
          return sendFrom(from, { ...options, ...command.optsWithGlobals() }, session)
        },
        { tellsPlan: from !== undefined },
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
): Promise<Result> {
  if (email === undefined || role === undefined) {
    throw usage('It needs an address and --role, or a file: invites send ada@example.com --role LABELER')
  }
  const projectRoles = projectRole?.map(([project, role]) => ({ project, role }))
  const groups = group?.map(([group, role]) => ({ group, role }))
  const sent = await organization.inviteUser({ email, role, projectRoles, groups }, { ifInvited, ...request })
  return done(`${sent.inviteeEmail ?? email} is invited as ${sent.organizationRoleName ?? role}.`, {
    invited: toSent(sent),
  })
}

interface SendFrom extends BulkFlags {
  readonly fillSeats?: true | undefined
  readonly resendUnknown?: true | undefined
  readonly batchSize?: number | undefined
}

/** Everybody in a file. */
async function sendFrom(file: string, options: SendFrom, session: Session): Promise<Result> {
  const [{ inviteRows }, { runBulk }, { nameOf }] = await Promise.all([
    import('../../bulk/index.ts'),
    import('../bulk.ts'),
    import('../bulkPlan.ts'),
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
  const good = ['invited', 'already-invited', 'already-member', 'dry-run'] as const
  return runBulk({ file, rows, label: 'Inviting', good, plan, run }, options, session)
}

const addCancel = (group: Group) =>
  group
    .command('cancel')
    .description('withdraw an invite, or all that are pending to an address')
    .argument('<invite>', 'address or id of the invite')
    .addHelpText('after', examples('invites cancel ada@example.com', 'invites cancel cl9x2f0a10000 --yes'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const { organization, request, confirm } = session
        const pending = await pendingOf(session, given)
        const inWords = (invites: readonly PendingInvite[]): string =>
          invites
            .map(({ inviteeEmail, organizationRoleName }) =>
              [inviteeEmail ?? given, organizationRoleName ?? 'no role'].join(' as '),
            )
            .join(', ')
        await confirm(`Cancel the invite of ${inWords(pending)}?`)
        // Those that were agreed to, and none that came meanwhile.
        const cancelled = await oneByOne(pending, ({ id }) => organization.cancelInvite(id, request))
        const gone = pending.filter((invite) => !cancelled.includes(invite))
        const result = done(`Cancelled: ${inWords(cancelled)}.`, {
          cancelled: cancelled.map(toInvite),
          gone: gone.map(toInvite),
        })
        if (gone.length === 0) return result
        return { ...result, note: `Not pending any more, and perhaps accepted: ${inWords(gone)}.` }
      }),
    )

/** What is pending, to an address or under an id. */
async function pendingOf({ organization, request }: Session, given: string): Promise<readonly PendingInvite[]> {
  const wanted = requireVisible('address or id', given)
  const pending: PendingInvite[] = []
  for await (const invite of organization.getInvites(request)) {
    if (invite.id === wanted || isSameEmail(invite.inviteeEmail, wanted)) pending.push(invite)
  }
  if (pending.length > 0) return pending
  throw usage(`No invite ${given} is pending. It may have been accepted, or cancelled.`)
}

const addResend = (group: Group) =>
  group
    .command('resend')
    .description('send the invite to an address once more, with the roles that it has: the old one is withdrawn')
    .argument('<email>', 'address')
    .addHelpText(
      'after',
      `\nThe API does not say which user groups an invite offers: those are not offered again.\n${examples('invites resend ada@example.com')}`,
    )
    .action((email, _options, command) =>
      act(command, async ({ organization, request }) => {
        const sent = await organization.resendInvite(email, request)
        return done(`${sent.inviteeEmail ?? email} is invited once more.`, { invited: toSent(sent) })
      }),
    )

const addLimit = (group: Group) =>
  group
    .command('limit')
    .description('the seats of the plan; members and pending invites take one each')
    .addHelpText('after', examples('invites limit', 'invites limit --json | jq .remaining'))
    .action((_options, command) =>
      act(command, async ({ organization, request }) => {
        const { limit, used, remaining } = await organization.inviteLimit(request)
        return record({ limit, used, remaining }, { limit, used, remaining })
      }),
    )
