import type { GroupImportRow, UserGroup, UserGroupChanges, UserGroupMember } from '../../index.ts'
import { trimmed } from '../../core/invisible.ts'
import { isSameEmail } from '../../organization/email.ts'
import { readInput } from '../bulk/inputFile.ts'
import { usage } from '../output/commandError.ts'
import { withSession, type Session } from '../session/session.ts'
import type { GroupImportRowJson, GroupJson, GroupMemberJson } from '../json/recordJson.ts'
import { findByNameOrId } from '../input/lookup.ts'
import type { Program } from '../input/globalOptions.ts'
import { assignments, count, examples, repeated } from '../input/optionParsers.ts'
import { done, list } from '../output/commandResult.ts'

export function groups(program: Program): void {
  const group = program
    .command('groups')
    .description('manage user groups, whose members have roles in the projects of the group')
    .addHelpText('after', examples('groups list', 'groups add-members Reviewers ada@example.com=REVIEWER'))
  addList(group)
  addShow(group)
  addCreate(group)
  addUpdate(group)
  addMembers(group)
  addAddMembers(group)
  addRemoveMembers(group)
  addImport(group)
  addExport(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A user group for `--json`. */
const toGroup = ({ id, name, description, color, projects, members }: UserGroup): GroupJson => ({
  id,
  name,
  description,
  color,
  projects: projects.map((project) => ({ id: project.id, name: project.name })),
  members: members.map(toMember),
})

/** A member of a group for `--json`. */
const toMember = ({ id, email, role }: UserGroupMember): GroupMemberJson => ({ id, email, role: role?.name ?? null })

/** A row of an import for `--json`. */
const toImportRow = ({ email, result, isAdded, error }: GroupImportRow): GroupImportRowJson => ({
  email,
  result,
  isAdded,
  error,
})

const memberColumns = {
  EMAIL: ({ email }: GroupMemberJson) => email,
  ROLE: ({ role }: GroupMemberJson) => role,
  ID: ({ id }: GroupMemberJson) => id,
}

async function find({ organization, request }: Session, given: string): Promise<UserGroup> {
  const groups = await organization.getUserGroups(request).toArray({ limit: Infinity })
  return findByNameOrId('user group', given, groups, ({ name }) => name)
}

const addList = (group: Group) =>
  group
    .command('list')
    .description('list user groups')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('groups list', 'groups list --json'))
    .action(({ limit = Infinity }, command) =>
      withSession<'groups list'>(command, async ({ organization, request }) =>
        list((await organization.getUserGroups(request).toArray({ limit })).map(toGroup), {
          NAME: ({ name }) => name,
          MEMBERS: ({ members }) => members.length,
          PROJECTS: ({ projects }) => projects.length,
          DESCRIPTION: ({ description }) => description,
          ID: ({ id }) => id,
        }),
      ),
    )

const addShow = (group: Group) =>
  group
    .command('show')
    .description('show a user group and its members')
    .argument('<group>', 'name or id')
    .addHelpText('after', examples('groups show Reviewers', 'groups show Reviewers --json | jq .projects'))
    .action((given, _options, command) =>
      withSession<'groups show'>(command, async (session) => {
        const shown = toGroup(await find(session, given))
        const { id, name, description, color, projects, members } = shown
        const facts = {
          name,
          id,
          description,
          color,
          projects: projects.map((each) => each.name ?? each.id).join(', '),
        }
        return { json: shown, text: ({ fields, table }) => `${fields(facts)}\n${table(members, memberColumns)}` }
      }),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a user group of members with the organization role NONE')
    .argument('<name>', 'name of the group')
    .requiredOption('--color <color>', '9EC5FF, CEB8FF, FFB35F, 4ED2F9, FFAEA9, FFA9D5, 3FDC9A, E7BF00 or B8C4D3')
    .option('--description <text>', 'description')
    .option('--project <project>', 'project of the group, by name or id (repeatable)', repeated)
    .option('--member <member=role>', 'email or id of a member, and the role (repeatable)', assignments)
    .addHelpText(
      'after',
      examples('groups create Reviewers --color 9EC5FF --project "Street signs" --member ada@example.com=REVIEWER'),
    )
    .action((name, { color, description, project, member }, command) =>
      withSession<'groups create'>(command, async ({ organization, request }) => {
        const members = member?.map(([user, role]) => ({ user, role }))
        const created = await organization.createUserGroup(
          { name, color, description, projects: project, members },
          request,
        )
        return done(`Created user group ${name} (${created.id}).`, { created: toGroup(created) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change a user group; everything else stays')
    .argument('<group>', 'name or id')
    .option('--name <name>', 'new name')
    .option('--color <color>', 'new color')
    .option('--description <text>', 'new description')
    .option('--add-project <project>', 'add a project, by name or id (repeatable)', repeated)
    .option('--remove-project <project>', 'remove a project, by name or id (repeatable)', repeated)
    .option('--add-member <member=role>', 'email or id of a member, and the role (repeatable)', assignments)
    .option('--remove-member <member>', 'remove a member, by email or id (repeatable)', repeated)
    .addHelpText(
      'after',
      examples(
        'groups update Reviewers --add-member grace@example.com=LABELER',
        'groups update Reviewers --name "Second reviewers" --remove-member ada@example.com',
      ),
    )
    .action((given, options, command) =>
      withSession<'groups update'>(command, async (session) => {
        const before = await find(session, given)
        const updated = await update(before, options, session)
        return done(`Updated user group ${given}.`, { updated: toGroup(updated) })
      }),
    )

const addMembers = (group: Group) =>
  group
    .command('members')
    .description('list the members of a user group with their roles')
    .argument('<group>', 'name or id')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('groups members Reviewers', 'groups members Reviewers --json | jq -r ".[].email"'))
    .action((given, { limit = Infinity }, command) =>
      withSession<'groups members'>(command, async (session) => {
        const { id } = await find(session, given)
        const members = await session.organization.getGroupMembers(id, session.request).toArray({ limit })
        return list(members.map(toMember), memberColumns)
      }),
    )

const addAddMembers = (group: Group) =>
  group
    .command('add-members')
    .description('add members to a user group, or change their roles in it; nobody else is changed')
    .argument('<group>', 'name or id')
    .argument('<member=role...>', 'email or id of a member, and the role', assignments)
    .addHelpText('after', examples('groups add-members Reviewers ada@example.com=REVIEWER grace@example.com=LABELER'))
    .action((given, members, _options, command) =>
      withSession<'groups add-members'>(command, async (session) => {
        const before = await find(session, given)
        const changed = await session.organization.addGroupMembers(before, members.map(toNewMember), session.request)
        return done(`Added ${people(members.length)} to the user group ${nameOf(before)}.`, {
          updated: toGroup(changed),
        })
      }),
    )

const addRemoveMembers = (group: Group) =>
  group
    .command('remove-members')
    .description('remove members from a user group; they stay in the organization')
    .argument('<group>', 'name or id')
    .argument('<member...>', 'email or id of a member')
    .addHelpText('after', examples('groups remove-members Reviewers ada@example.com grace@example.com --yes'))
    .action((given, users, _options, command) =>
      withSession<'groups remove-members'>(command, async (session) => {
        const before = await find(session, given)
        await session.confirm(`Remove ${people(users.length)} from the user group ${nameOf(before)}?`)
        const changed = await session.organization.removeGroupMembers(before, users, session.request)
        return done(`Removed ${people(users.length)} from the user group ${nameOf(before)}.`, {
          updated: toGroup(changed),
        })
      }),
    )

const addImport = (group: Group) =>
  group
    .command('import')
    .description('add the people of a file to a user group; only members of the organization are added')
    .argument('<group>', 'name or id')
    .argument('<file>', 'CSV with one column of addresses, - for stdin')
    .requiredOption('--role <role>', 'role of all of them in the group')
    .addHelpText('after', examples('groups import Reviewers people.csv --role REVIEWER'))
    .action((given, file, { role }, command) =>
      withSession<'groups import'>(command, async (session) => {
        const text = await readInput(file, session.invocation.io)
        const { id, name } = await find(session, given)
        await session.confirm(`Add the people in ${file} to the user group ${name ?? id} as ${role}?`)
        const report = await session.organization.importGroupMembers(id, { file: text, role }, session.request)
        const { addedCount, count, csvReport } = report
        const isComplete = addedCount !== null && addedCount === count
        const rows = report.rows.map(toImportRow)
        return {
          ...list(rows, {
            EMAIL: ({ email }) => email,
            RESULT: ({ result }) => result,
            ERROR: ({ error }) => error,
          }),
          json: { addedCount, count, rows, csvReport },
          note: `Added ${addedCount ?? 'an unknown number'} of ${count ?? 'an unknown number of'} people to the user group ${name ?? id}.`,
          exitCode: isComplete ? 0 : 1,
        }
      }),
    )

const addExport = (group: Group) =>
  group
    .command('export')
    .description('print the addresses of the members of a user group as CSV')
    .argument('<group>', 'name or id')
    .addHelpText('after', examples('groups export Reviewers > people.csv'))
    .action((given, _options, command) =>
      withSession<'groups export'>(command, async (session) => {
        const { id } = await find(session, given)
        const csv = await session.organization.exportGroupMembers(id, session.request)
        return { json: { csv }, text: () => (csv.endsWith('\n') ? csv : `${csv}\n`) }
      }),
    )

const people = (number: number): string => (number === 1 ? '1 member' : `${number} members`)

const nameOf = ({ id, name }: UserGroup): string => name ?? id

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('delete a user group; its members stay in the organization')
    .argument('<group>', 'name or id')
    .addHelpText('after', examples('groups delete Reviewers', 'groups delete Reviewers --yes'))
    .action((given, _options, command) =>
      withSession<'groups delete'>(command, async (session) => {
        const found = await find(session, given)
        await session.confirm(`Delete the user group ${found.name ?? found.id} with ${found.members.length} members?`)
        await session.organization.deleteUserGroup(found, session.request)
        return done(`Deleted user group ${found.name ?? found.id}.`, { deleted: toGroup(found) })
      }),
    )

/** The options that change a group. */
interface GroupOptions {
  readonly name?: string | undefined
  readonly color?: string | undefined
  readonly description?: string | undefined
  readonly addProject?: readonly string[] | undefined
  readonly removeProject?: readonly string[] | undefined
  readonly addMember?: readonly (readonly [member: string, role: string])[] | undefined
  readonly removeMember?: readonly string[] | undefined
}

/** Members change one by one, all else by replacing the group. */
async function update(
  before: UserGroup,
  options: GroupOptions,
  { organization, request }: Session,
): Promise<UserGroup> {
  const { addMember = [], removeMember = [] } = options
  const changes = toChanges(before, options)
  requirePresent('member', before.members, removeMember, (member) => [member.id, member.email])
  let updated = before
  if (Object.keys(changes).length > 0 || addMember.length + removeMember.length === 0) {
    updated = await organization.updateUserGroup(before, changes, request)
  }
  let { members } = updated
  if (removeMember.length > 0) {
    members = (await organization.removeGroupMembers(before, removeMember, request)).members
  }
  if (addMember.length > 0) {
    members = (await organization.addGroupMembers(before, addMember.map(toNewMember), request)).members
  }
  // In a dry run, no method knows of the changes of the others.
  return { ...updated, members }
}

const toNewMember = ([user, role]: readonly [user: string, role: string]) => ({ user, role })

/** The client takes the whole list of projects, people type what to add and what to remove. */
function toChanges(group: UserGroup, options: GroupOptions): UserGroupChanges {
  const { name, color, description } = options
  return {
    ...(name !== undefined && { name }),
    ...(color !== undefined && { color }),
    ...(description !== undefined && { description }),
    ...projectsOf(group, options),
  }
}

function projectsOf(
  { projects }: UserGroup,
  { addProject = [], removeProject = [] }: GroupOptions,
): Pick<UserGroupChanges, 'projects'> {
  if (addProject.length + removeProject.length === 0) return {}
  requirePresent('project', projects, removeProject, (project) => [project.id, project.name])
  const kept = projects.filter(({ id, name }) => !isAmong(removeProject, [id, name]))
  return { projects: [...kept.map(({ id }) => ({ id })), ...addProject] }
}

const isAmong = (given: readonly string[], names: readonly (string | null)[]): boolean =>
  names.some((name) => name !== null && given.some((one) => isSame(name, one)))

const isSame = (name: string, given: string): boolean =>
  name.includes('@') ? isSameEmail(name, given) : name.toLowerCase() === trimmed(given).toLowerCase()

function requirePresent<T>(
  what: string,
  present: readonly T[],
  given: readonly string[],
  namesOf: (thing: T) => readonly (string | null)[],
): void {
  for (const one of given) {
    if (!present.some((thing) => isAmong([one], namesOf(thing)))) throw usage(`The group has no ${what} ${one}.`)
  }
}
