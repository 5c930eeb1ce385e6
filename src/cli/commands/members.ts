import type { BulkOptions, Member, MemberOutcome, MemberRoleRow } from '../../index.ts'
import { withSession, type Session } from '../session/session.ts'
import type { BulkFlags } from '../bulk/bulkCommand.ts'
import { usage } from '../output/commandError.ts'
import type { Program } from '../input/globalOptions.ts'
import type { MemberRunJson } from '../json/changeJson.ts'
import type { CommandJson } from '../json/commandJson.ts'
import type { MemberJson } from '../json/recordJson.ts'
import { withFileOptions } from '../input/fileOptions.ts'
import { requireFittingOptions } from '../input/exclusiveOptions.ts'
import { count, days, examples, repeated } from '../input/optionParsers.ts'
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
export const toMember = ({ id, email, name, orgRole, isExternalUser, lastLoginAt, createdAt }: Member): MemberJson => ({
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
    .option('--inactive-for <time>', 'only people whose last login is longer ago, such as 90d or 12w', days)
    .option(
      '--never-logged-in [time]',
      'only people who never logged in, and joined longer ago than a time, if given',
      days,
    )
    .option('--role <role>', 'only people with this role in the organization (repeatable)', repeated)
    .option('--limit <n>', 'maximum number of results', count)
    .option('--csv', 'print CSV, which “members remove --from” and “members role --from” take')
    .option('--out <file>', 'write the list to this file, which only you can read')
    .addHelpText(
      'after',
      examples(
        'members list',
        'members list --json | jq -r ".[].email"',
        'members list --role LABELER --role REVIEWER',
        'members list --inactive-for 90d --never-logged-in 30d --csv --out leavers.csv',
      ),
    )
    .action((options, command) => {
      const { json = false, csv = false } = command.optsWithGlobals()
      if (json && csv) throw usage("--json can't be used with --csv.")
      return withSession<'members list'>(command, (session) => listMembers(session, { ...options, json }))
    })

interface ListFlags {
  readonly inactiveFor?: number | undefined
  /** True without a time. */
  readonly neverLoggedIn?: number | true | undefined
  readonly role?: readonly string[] | undefined
  readonly limit?: number | undefined
  readonly csv?: true | undefined
  readonly out?: string | undefined
  readonly json: boolean
}

async function listMembers(session: Session, flags: ListFlags): Promise<CommandResult<CommandJson['members list']>> {
  const { organization, request, invocation } = session
  const { limit = Infinity, csv = false, out, json } = flags
  const { openPrivateFile } = await import('../output/privateFile.ts')
  const file = out === undefined ? undefined : await openPrivateFile(out, '--out', 'list')
  const { isWanted, note: noteOf } = await memberFilter(session, flags)
  const found: Member[] = []
  for await (const member of organization.getMembers({ where: { deleted: false }, ...request })) {
    if (isWanted(member)) found.push(member)
    if (found.length >= limit) break
  }
  const note = noteOf?.()
  const rows = found.map(toMember)
  const shown = list(rows, {
    EMAIL: ({ email }) => email,
    NAME: ({ name }) => name,
    ROLE: ({ role }) => role,
    'LAST LOGIN': ({ lastLoginAt }) => lastLoginAt,
    ID: ({ id }) => id,
  })
  const text = csv ? () => csvOf(rows) : shown.text
  const result = { ...shown, text, ...(note !== undefined && { note }) }
  if (file === undefined || out === undefined) return result
  const [{ layoutFor }, { toJson }] = await Promise.all([
    import('../output/table.ts'),
    import('../../core/printable.ts'),
  ])
  const content = json ? `${toJson(rows)}\n` : await text(layoutFor({ ...invocation.io, colors: false }))
  await file.write((handle) => handle.writeFile(content))
  const wrote = `Wrote ${rows.length} members to ${out}.`
  return { json: { out, members: rows.length }, text: () => '', note: note === undefined ? wrote : `${wrote} ${note}` }
}

/** The id comes first, as `user`: it names the member whatever the address looks like. */
async function csvOf(rows: readonly MemberJson[]): Promise<string> {
  const { toCsv } = await import('../output/csvText.ts')
  const { text } = await import('node:stream/consumers')
  const lines = await toCsv(['user', 'email', 'name', 'role', 'lastLoginAt', 'createdAt'])
  for (const { id, ...row } of rows) lines.write({ user: id, ...row })
  lines.end()
  return text(lines)
}

interface MemberFilter {
  readonly isWanted: (member: Member) => boolean
  /** What to say about the filtered list. */
  readonly note?: () => string | undefined
}

/** Filters here what no source shows the API to filter. Of two filters by login, one is enough. */
async function memberFilter(
  { labelbox, organization, request }: Session,
  { inactiveFor, neverLoggedIn, role }: ListFlags,
): Promise<MemberFilter> {
  const [{ daysBefore, hasNeverLoggedIn, isInactiveSince }, { roleKey }] = await Promise.all([
    import('../../organization/report/inactivity.ts'),
    import('../../organization/roles/roles.ts'),
  ])
  const wanted = role?.map(roleKey)
  if (wanted !== undefined && role !== undefined) {
    const known = await organization.getRoles(request)
    const missing = role.find((name) => !known.some((each) => roleKey(each.name) === roleKey(name)))
    const names = known.map(({ name }) => name ?? '').filter((name) => name !== '')
    if (missing !== undefined) throw usage(`There is no role ${missing}. The organization has: ${names.join(', ')}.`)
  }
  // Without a role in the organization, people have roles in projects only.
  const hasRole = ({ orgRole }: Member): boolean =>
    wanted === undefined || wanted.includes(orgRole === null ? 'NONE' : roleKey(orgRole.name))
  if (inactiveFor === undefined && neverLoggedIn === undefined) return { isWanted: hasRole }
  const now = new Date()
  const joinedBefore = typeof neverLoggedIn === 'number' ? daysBefore(now, neverLoggedIn) : Infinity
  const { id } = await labelbox.getUser(request)
  let isAmongThem = false
  const isAway = (member: Member): boolean =>
    (inactiveFor !== undefined && isInactiveSince(member, daysBefore(now, inactiveFor))) ||
    (neverLoggedIn !== undefined && hasNeverLoggedIn(member, joinedBefore))
  return {
    isWanted: (member) => {
      if (!hasRole(member) || !isAway(member)) return false
      isAmongThem ||= member.id === id
      return member.id !== id
    },
    note: () => (isAmongThem ? 'The user of this API key is not listed.' : undefined),
  }
}

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
      withSession<'members projects'>(command, async ({ organization, request }) =>
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
      return withSession<'members remove'>(
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
): Promise<CommandResult<CommandJson['members remove']>> {
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
      return withSession<'members role'>(
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
): Promise<CommandResult<CommandJson['members role']>> {
  const { labelbox, organization, request, confirm } = session
  if (given === undefined || role === undefined) {
    throw usage('Pass a member and a role, or --from FILE: members role ada@example.com LABELER')
  }
  const { id, email } = await findMember(session, given)
  if (project === undefined && id === (await labelbox.getUser(request)).id) {
    await confirm(`${email ?? id} is the user of this API key, who may not be able to undo this. Set the role ${role}?`)
  }
  if (project === undefined) await organization.updateOrganizationRole({ id }, role, request)
  else await organization.setProjectRole({ id }, project, role, request)
  const where = project === undefined ? 'the organization' : `the project ${project}`
  return done(`${email ?? id} now has the role ${role} in ${where}.`, {
    changed: { id, email, role, project: project ?? null },
  })
}

const noChanges = { role: null, projectRoles: [], groups: [] } as const

async function removeFrom(file: string, options: BulkFlags, session: Session): Promise<CommandResult<MemberRunJson>> {
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

async function roleFrom(file: string, options: BulkFlags, session: Session): Promise<CommandResult<MemberRunJson>> {
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

async function findMember({ organization, request }: Session, given: string): Promise<MemberJson> {
  const member = await organization.getMember(given, request)
  if (member.deleted === true) throw usage(`${given} was already removed from the organization.`)
  return toMember(member)
}
