import type { UserGroup } from '../../index.ts'
import { act, type Session } from '../act.ts'
import { oneOf } from '../find.ts'
import type { Program } from '../globals.ts'
import { assignments, count, examples, several } from '../options.ts'
import { done, list, record } from '../result.ts'
import { toChanges } from './groupChanges.ts'

export function groups(program: Program): void {
  const group = program
    .command('groups')
    .description('user groups: people with a role in the projects of the group')
    .addHelpText('after', examples('groups list', 'groups update Reviewers --add-member ada@example.com=REVIEWER'))
  addList(group)
  addShow(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A group as `--json` has it. */
const toGroup = ({ id, name, description, color, projects, members }: UserGroup) => ({
  id,
  name,
  description,
  color,
  projects: projects.map((project) => ({ id: project.id, name: project.name })),
  members: members.map((member) => ({ id: member.id, email: member.email, role: member.role?.name ?? null })),
})

async function find({ organization, request }: Session, given: string): Promise<UserGroup> {
  const groups = await organization.getUserGroups(request).toArray({ limit: Infinity })
  return oneOf('user group', given, groups, ({ name }) => name)
}

const addList = (group: Group) =>
  group
    .command('list')
    .description('all groups')
    .option('--limit <number>', 'only so many', count)
    .addHelpText('after', examples('groups list', 'groups list --json'))
    .action(({ limit = Infinity }, command) =>
      act(command, async ({ organization, request }) =>
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
    .description('one group with its people')
    .argument('<group>', 'name or id')
    .addHelpText('after', examples('groups show Reviewers', 'groups show Reviewers --json | jq .projects'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const shown = toGroup(await find(session, given))
        const { id, name, description, color, projects, members } = shown
        const facts = {
          name,
          id,
          description,
          color,
          projects: projects.map((each) => each.name ?? each.id).join(', '),
        }
        const people = list(members, { ADDRESS: ({ email }) => email, ROLE: ({ role }) => role, ID: ({ id }) => id })
        const text = async () => `${await record(shown, facts).text()}\n${await people.text()}`
        return { json: shown, text }
      }),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a group of people whose role in the organization is NONE')
    .argument('<name>', 'what to call it')
    .requiredOption('--color <color>', '9EC5FF CEB8FF FFB35F 4ED2F9 FFAEA9 FFA9D5 3FDC9A E7BF00 or B8C4D3')
    .option('--description <text>', 'what it is for')
    .option('--project <project>', 'a project of the group: its name or its id; several times for several', several)
    .option('--member <member=role>', 'an address or id, and the role; several times for several', assignments)
    .addHelpText(
      'after',
      examples('groups create Reviewers --color 9EC5FF --project "Street signs" --member ada@example.com=REVIEWER'),
    )
    .action((name, { color, description, project, member }, command) =>
      act(command, async ({ organization, request }) => {
        const members = member?.map(([user, role]) => ({ user, role }))
        const created = await organization.createUserGroup(
          { name, color, description, projects: project, members },
          request,
        )
        return done(`Created: the user group ${name}, ${created.id}.`, { created: toGroup(created) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change a group; what is not named stays')
    .argument('<group>', 'name or id')
    .option('--name <name>', 'the new name')
    .option('--color <color>', 'the new colour')
    .option('--description <text>', 'the new description')
    .option('--add-project <project>', 'name or id; several times for several', several)
    .option('--remove-project <project>', 'name or id; several times for several', several)
    .option('--add-member <member=role>', 'an address or id, and the role; several times for several', assignments)
    .option('--remove-member <member>', 'address or id; several times for several', several)
    .addHelpText(
      'after',
      examples(
        'groups update Reviewers --add-member grace@example.com=LABELER',
        'groups update Reviewers --name "Second reviewers" --remove-member ada@example.com',
      ),
    )
    .action((given, options, command) =>
      act(command, async (session) => {
        const before = await find(session, given)
        const changes = toChanges(before, options)
        const updated = await session.organization.updateUserGroup(before, changes, session.request)
        return done(`Changed: the user group ${given}.`, { updated: toGroup(updated) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('remove a group; its people stay in the organization')
    .argument('<group>', 'name or id')
    .addHelpText('after', examples('groups delete Reviewers', 'groups delete Reviewers --yes'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const found = await find(session, given)
        await session.confirm(`Delete the user group ${found.name ?? found.id} of ${found.members.length} people?`)
        await session.organization.deleteUserGroup(found, session.request)
        return done(`Deleted: the user group ${found.name ?? found.id}.`, { deleted: toGroup(found) })
      }),
    )
