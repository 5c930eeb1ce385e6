import type { NewUserGroupMember, UserGroup, UserGroupChanges } from '../../index.ts'
import { trimmed } from '../../core/invisible.ts'
import { isSameEmail } from '../../organization/email.ts'
import { usage } from '../output/commandError.ts'
import { withSession, type Session } from '../session/session.ts'
import { findByNameOrId } from '../input/lookup.ts'
import type { Program } from '../input/globalOptions.ts'
import { assignments, count, examples, repeated } from '../input/optionParsers.ts'
import { done, list } from '../output/commandResult.ts'

export function groups(program: Program): void {
  const group = program
    .command('groups')
    .description('manage user groups, whose members have roles in the projects of the group')
    .addHelpText('after', examples('groups list', 'groups update Reviewers --add-member ada@example.com=REVIEWER'))
  addList(group)
  addShow(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A user group for `--json`. */
const toGroup = ({ id, name, description, color, projects, members }: UserGroup) => ({
  id,
  name,
  description,
  color,
  projects: projects.map((project) => ({ id: project.id, name: project.name })),
  members: members.map((member) => ({ id: member.id, email: member.email, role: member.role?.name ?? null })),
})

const memberColumns = {
  EMAIL: ({ email }: GroupMember) => email,
  ROLE: ({ role }: GroupMember) => role,
  ID: ({ id }: GroupMember) => id,
}

type GroupMember = ReturnType<typeof toGroup>['members'][number]

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
      withSession(command, async ({ organization, request }) =>
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
      withSession(command, async (session) => {
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
      withSession(command, async ({ organization, request }) => {
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
      withSession(command, async (session) => {
        const before = await find(session, given)
        const changes = toChanges(before, options)
        const updated = await session.organization.updateUserGroup(before, changes, session.request)
        return done(`Updated user group ${given}.`, { updated: toGroup(updated) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('delete a user group; its members stay in the organization')
    .argument('<group>', 'name or id')
    .addHelpText('after', examples('groups delete Reviewers', 'groups delete Reviewers --yes'))
    .action((given, _options, command) =>
      withSession(command, async (session) => {
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

/** The client takes whole lists, people type what to add and what to remove. An unchanged list is left out. */
function toChanges(group: UserGroup, options: GroupOptions): UserGroupChanges {
  const { name, color, description } = options
  return {
    ...(name !== undefined && { name }),
    ...(color !== undefined && { color }),
    ...(description !== undefined && { description }),
    ...projectsOf(group, options),
    ...membersOf(group, options),
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

function membersOf(
  { members }: UserGroup,
  { addMember = [], removeMember = [] }: GroupOptions,
): Pick<UserGroupChanges, 'members'> {
  if (addMember.length + removeMember.length === 0) return {}
  requirePresent('member', members, removeMember, (member) => [member.id, member.email])
  // Adding a member of the group replaces the role.
  const gone = [...removeMember, ...addMember.map(([user]) => user)]
  const kept = members.filter(({ id, email }) => !isAmong(gone, [id, email]))
  return {
    members: [
      ...kept.map(({ id, role }): NewUserGroupMember => {
        if (role !== null) return { user: { id }, role }
        throw usage(`Labelbox does not tell the role of ${id} in the group. Set it with --add-member ${id}=ROLE.`)
      }),
      ...addMember.map(([user, role]) => ({ user, role })),
    ],
  }
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
