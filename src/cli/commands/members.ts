import type { BulkOptions, Member, MemberOutcome, MemberRoleRow } from '../../index.ts'
import { withSession, type Session } from '../session/session.ts'
import type { BulkFlags } from '../bulk/bulkCommand.ts'
import { usage } from '../output/commandError.ts'
import type { Program } from '../input/globalOptions.ts'
import { withFileOptions } from '../input/fileOptions.ts'
import { requireFittingOptions } from '../input/exclusiveOptions.ts'
import { count, examples } from '../input/optionParsers.ts'
import { done, list, type CommandResult } from '../output/commandResult.ts'
import { projectColumns, toProject } from './projects.ts'

export function members(program: Program): void {
  const group = program
    .command('members')
    .description('manage the members of the organization')
    .addHelpText(
      'after',
      examples('members list', 'members role ada@example.com TEAM_MANAGER', 'members remove --from leavers.csv'),
    )
  addList(group)
  addProjects(group)
  addRemove(group)
  addRole(group)
}

type Group = ReturnType<Program['command']>

/** A member for `--json`. */
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
    .description('list members with their roles')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('members list', 'members list --json | jq -r ".[].email"'))
    .action(({ limit = Infinity }, command) =>
      withSession(command, async ({ organization, request }) => {
        const where = { deleted: false }
        const found = await organization.getMembers({ where, ...request }).toArray({ limit })
        return list(found.map(toMember), {
          EMAIL: ({ email }) => email,
          NAME: ({ name }) => name,
          ROLE: ({ role }) => role,
          'LAST LOGIN': ({ lastLoginAt }) => lastLoginAt,
          ID: ({ id }) => id,
        })
      }),
    )

const addProjects = (group: Group) =>
  group
    .command('projects')
    .description('list the projects that a member can work in')
    .argument('<member>', 'email or id')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText(
      'after',
      examples('members projects ada@example.com', 'members projects ada@example.com --json | jq -r ".[].name"'),
    )
    .action((given, { limit = Infinity }, command) =>
      withSession(command, async ({ organization, request }) =>
        list((await organization.getMemberProjects(given, request).toArray({ limit })).map(toProject), projectColumns),
      ),
    )

const addRemove = (group: Group) =>
  withFileOptions(
    group
      .command('remove')
      .description('remove a member, or all members in a file, from the organization or a project')
      .argument('[member]', 'email or id')
      .option('--project <project>', 'remove from this project only (name or id)'),
    'read members from a CSV or JSON lines file: email, or user for emails and ids',
  )
    .addHelpText(
      'after',
      examples(
        'members remove ada@example.com',
        'members remove ada@example.com --project "Street signs" --yes',
        'members remove --from leavers.csv --report outcomes.csv',
      ),
    )
    .action((given, { project, from, ...file }, command) => {
      requireFittingOptions(from, { single: { project }, file })
      return withSession(
        command,
        async (session) => {
          if (from === undefined) return removeOne(given, project, session)
          if (given !== undefined) throw usage('Pass a member or --from, not both.')
          return removeFrom(from, { ...file, ...command.optsWithGlobals() }, session)
        },
        { showsPlan: from !== undefined },
      )
    })

async function removeOne(
  given: string | undefined,
  project: string | undefined,
  session: Session,
): Promise<CommandResult> {
  const { organization, request, confirm } = session
  if (given === undefined) throw usage('Pass a member or --from FILE: members remove ada@example.com')
  const member = await findMember(session, given)
  const from = project === undefined ? 'the organization' : `the project ${project}`
  await confirm(`Remove ${member.email ?? member.id} (${member.role ?? 'no role'}) from ${from}?`)
  if (project === undefined) await organization.removeUser(member, request)
  else await organization.removeFromProject(member, project, request)
  const { id, email } = member
  return done(`Removed ${email ?? id} from ${from}.`, { removed: { id, email, project: project ?? null } })
}

const addRole = (group: Group) =>
  withFileOptions(
    group
      .command('role')
      .description('set the role of a member, or of all members in a file, in the organization or a project')
      .argument('[member]', 'email or id')
      .argument('[role]', 'such as LABELER; NONE for members with project roles only')
      .option('--project <project>', 'set the role in this project only (name or id); the member needs the role NONE'),
    'read members from a CSV or JSON lines file: email (or user, for emails and ids) and role',
  )
    .addHelpText(
      'after',
      examples(
        'members role ada@example.com TEAM_MANAGER',
        'members role ada@example.com REVIEWER --project "Street signs"',
        'members role --from roles.csv --dry-run',
        'members role --from roles.csv --yes',
      ),
    )
    .action((given, role, { project, from, ...file }, command) => {
      requireFittingOptions(from, { single: { project }, file })
      return withSession(
        command,
        async (session) => {
          if (from === undefined) return giveRole(given, role, project, session)
          if (given !== undefined) throw usage('Pass a member and a role, or --from, not both.')
          return roleFrom(from, { ...file, ...command.optsWithGlobals() }, session)
        },
        { showsPlan: from !== undefined },
      )
    })

async function giveRole(
  given: string | undefined,
  role: string | undefined,
  project: string | undefined,
  session: Session,
): Promise<CommandResult> {
  const { organization, request } = session
  if (given === undefined || role === undefined) {
    throw usage('Pass a member and a role, or --from FILE: members role ada@example.com LABELER')
  }
  const { id, email } = await findMember(session, given)
  if (project === undefined) await organization.updateOrganizationRole({ id }, role, request)
  else await organization.setProjectRole({ id }, project, role, request)
  const where = project === undefined ? 'the organization' : `the project ${project}`
  return done(`${email ?? id} now has the role ${role} in ${where}.`, {
    changed: { id, email, role, project: project ?? null },
  })
}

const noChanges = { role: null, projectRoles: [], groups: [] } as const

async function removeFrom(file: string, options: BulkFlags, session: Session): Promise<CommandResult> {
  const [{ memberRows }, { runBulk }] = await Promise.all([
    import('../../bulk/index.ts'),
    import('../bulk/bulkCommand.ts'),
  ])
  const rows = memberRows(file)
  const question = (count: number) => `Remove the members in ${file} (${count} rows) from the organization?`
  const plan = () => ({ change: 'remove' as const, ...noChanges })
  const run = (bulk: BulkOptions<MemberOutcome>) => session.organization.removeUsers(rows, bulk)
  const successes = ['done', 'not-a-member', 'dry-run'] as const
  return runBulk({ file, rows, label: 'Removing', question, successes, plan, run }, options, session)
}

async function roleFrom(file: string, options: BulkFlags, session: Session): Promise<CommandResult> {
  const [{ memberRoleRows }, { runBulk }, { nameOf }] = await Promise.all([
    import('../../bulk/index.ts'),
    import('../bulk/bulkCommand.ts'),
    import('../bulk/plannedRows.ts'),
  ])
  const rows = memberRoleRows(file)
  const question = (count: number) => `Change the roles of the members in ${file} (${count} rows)?`
  const plan = ({ role }: MemberRoleRow) => ({ change: 'role' as const, ...noChanges, role: nameOf(role) })
  const run = (bulk: BulkOptions<MemberOutcome>) => session.organization.updateOrganizationRoles(rows, bulk)
  const successes = ['done', 'unchanged', 'dry-run'] as const
  return runBulk({ file, rows, label: 'Changing roles', question, successes, plan, run }, options, session)
}

async function findMember({ organization, request }: Session, given: string): Promise<ReturnType<typeof toMember>> {
  const member = await organization.getMember(given, request)
  if (member.deleted === true) throw usage(`${given} was already removed from the organization.`)
  return toMember(member)
}
