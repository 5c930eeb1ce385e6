import type { BulkOptions, Member, MemberOutcome, MemberRoleRow } from '../../index.ts'
import { act, type Session } from '../act.ts'
import type { BulkFlags } from '../bulk.ts'
import { usage } from '../failure.ts'
import type { Program } from '../globals.ts'
import { requireOneWay } from '../oneWay.ts'
import { count, examples } from '../options.ts'
import { done, list, type Result } from '../result.ts'

export function members(program: Program): void {
  const group = program
    .command('members')
    .description('the people of the organization')
    .addHelpText(
      'after',
      examples('members list', 'members role ada@example.com TEAM_MANAGER', 'members remove --from leavers.csv'),
    )
  addList(group)
  addRemove(group)
  addRole(group)
}

type Group = ReturnType<Program['command']>

/** A member as `--json` has it. */
export const toMember = ({ id, email, name, orgRole, isExternalUser, lastLoginAt, createdAt }: Member) => ({
  id,
  email,
  name,
  role: orgRole?.name ?? null,
  isExternalUser,
  lastLoginAt,
  createdAt,
})

const addList = (group: Group) =>
  group
    .command('list')
    .description('all members, with the role of each')
    .option('--limit <number>', 'only so many', count)
    .addHelpText('after', examples('members list', 'members list --json | jq -r ".[].email"'))
    .action(({ limit = Infinity }, command) =>
      act(command, async ({ organization, request }) => {
        const where = { deleted: false }
        const found = await organization.getMembers({ where, ...request }).toArray({ limit })
        return list(found.map(toMember), {
          ADDRESS: ({ email }) => email,
          NAME: ({ name }) => name,
          ROLE: ({ role }) => role,
          'LAST LOGIN': ({ lastLoginAt }) => lastLoginAt,
          ID: ({ id }) => id,
        })
      }),
    )

const addRemove = (group: Group) =>
  group
    .command('remove')
    .description('remove a member from the organization, or from one project, or everybody in a file')
    .argument('[member]', 'address or id')
    .option('--project <project>', 'only from this project: its name or its id')
    .option('--from <file>', 'everybody in a file, CSV or JSON lines: email, or user for ids too')
    .option('--report <file>', 'with --from: write what has become of each row, as CSV or .jsonl')
    .option('--journal <file>', 'with --from: where the journal is kept; by default beside the file')
    .option('--resume', 'with --from: go on with a run that was ended, by its journal')
    .option('--skip-invalid', 'with --from: leave out rows that can’t be used, instead of removing nobody')
    .addHelpText(
      'after',
      examples(
        'members remove ada@example.com',
        'members remove ada@example.com --project "Street signs" --yes',
        'members remove --from leavers.csv --report outcomes.csv',
      ),
    )
    .action((given, { project, from, ...many }, command) => {
      requireOneWay(from, { one: { project }, many })
      return act(
        command,
        async (session) => {
          if (from === undefined) return removeOne(given, project, session)
          if (given !== undefined) throw usage('Give either a member, or --from.')
          return removeFrom(from, { ...many, ...command.optsWithGlobals() }, session)
        },
        { tellsPlan: from !== undefined },
      )
    })

async function removeOne(given: string | undefined, project: string | undefined, session: Session): Promise<Result> {
  const { organization, request, confirm } = session
  if (given === undefined) throw usage('It needs a member, or a file: members remove ada@example.com')
  const member = await named(session, given)
  const from = project === undefined ? 'the organization' : `the project ${project}`
  await confirm(`Remove ${member.email ?? member.id} (${member.role ?? 'no role'}) from ${from}?`)
  if (project === undefined) await organization.removeUser(member, request)
  else await organization.removeFromProject(member, project, request)
  const { id, email } = member
  return done(`${email ?? id} is removed from ${from}.`, { removed: { id, email, project: project ?? null } })
}

const addRole = (group: Group) =>
  group
    .command('role')
    .description('give a member another role, in the organization or in one project, or everybody in a file')
    .argument('[member]', 'address or id')
    .argument('[role]', 'LABELER, for example, or NONE for somebody with roles in projects only')
    .option('--project <project>', 'only in this project: its name or its id; for members whose role is NONE')
    .option('--from <file>', 'everybody in a file, CSV or JSON lines: email (or user, for ids too) and role')
    .option('--report <file>', 'with --from: write what has become of each row, as CSV or .jsonl')
    .option('--journal <file>', 'with --from: where the journal is kept; by default beside the file')
    .option('--resume', 'with --from: go on with a run that was ended, by its journal')
    .option('--skip-invalid', 'with --from: leave out rows that can’t be used, instead of changing nothing')
    .addHelpText(
      'after',
      examples(
        'members role ada@example.com TEAM_MANAGER',
        'members role ada@example.com REVIEWER --project "Street signs"',
        'members role --from roles.csv --dry-run',
        'members role --from roles.csv --yes',
      ),
    )
    .action((given, role, { project, from, ...many }, command) => {
      requireOneWay(from, { one: { project }, many })
      return act(
        command,
        async (session) => {
          if (from === undefined) return giveRole(given, role, project, session)
          if (given !== undefined) throw usage('Give either a member and a role, or --from.')
          return roleFrom(from, { ...many, ...command.optsWithGlobals() }, session)
        },
        { tellsPlan: from !== undefined },
      )
    })

async function giveRole(
  given: string | undefined,
  role: string | undefined,
  project: string | undefined,
  session: Session,
): Promise<Result> {
  const { organization, request } = session
  if (given === undefined || role === undefined) {
    throw usage('It needs a member and a role, or a file: members role ada@example.com LABELER')
  }
  const { id, email } = await named(session, given)
  if (project === undefined) await organization.updateOrganizationRole({ id }, role, request)
  else await organization.setProjectRole({ id }, project, role, request)
  const where = project === undefined ? 'the organization' : `the project ${project}`
  return done(`${email ?? id} has the role ${role} in ${where} now.`, {
    changed: { id, email, role, project: project ?? null },
  })
}

const ofMember = { role: null, projectRoles: [], groups: [] } as const

/** Removes everybody in a file, once it is confirmed how many that are. */
async function removeFrom(file: string, options: BulkFlags, session: Session): Promise<Result> {
  const [{ memberRows }, { runBulk }] = await Promise.all([import('../../bulk/index.ts'), import('../bulk.ts')])
  const rows = memberRows(file)
  const question = (count: number) => `Remove the members in ${file}, ${count} rows, from the organization?`
  const plan = () => ({ change: 'remove' as const, ...ofMember })
  const run = (bulk: BulkOptions<MemberOutcome>) => session.organization.removeUsers(rows, bulk)
  const good = ['done', 'not-a-member', 'dry-run'] as const
  return runBulk({ file, rows, label: 'Removing', question, good, plan, run }, options, session)
}

/** Gives everybody in a file a role, once it is confirmed how many that are. */
async function roleFrom(file: string, options: BulkFlags, session: Session): Promise<Result> {
  const [{ memberRoleRows }, { runBulk }, { nameOf }] = await Promise.all([
    import('../../bulk/index.ts'),
    import('../bulk.ts'),
    import('../bulkPlan.ts'),
  ])
  const rows = memberRoleRows(file)
  const question = (count: number) => `Change the roles of the members in ${file}, ${count} rows?`
  const plan = ({ role }: MemberRoleRow) => ({ change: 'role' as const, ...ofMember, role: nameOf(role) })
  const run = (bulk: BulkOptions<MemberOutcome>) => session.organization.updateOrganizationRoles(rows, bulk)
  const good = ['done', 'unchanged', 'dry-run'] as const
  return runBulk({ file, rows, label: 'Changing roles', question, good, plan, run }, options, session)
}

/** The member that is meant. One who is gone already is not there to be changed. */
async function named({ organization, request }: Session, given: string): Promise<ReturnType<typeof toMember>> {
  const member = await organization.getMember(given, request)
  if (member.deleted === true) throw usage(`${given} has been removed from the organization already.`)
  return toMember(member)
}
