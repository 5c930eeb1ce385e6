import type { Member } from '../../index.ts'
import { act, type Session } from '../act.ts'
import { usage } from '../failure.ts'
import type { Program } from '../globals.ts'
import { count, examples } from '../options.ts'
import { done, list } from '../result.ts'

export function members(program: Program): void {
  const group = program.command('members').description('the people of the organization')
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
    .description('remove a member from the organization, or from one project')
    .argument('<member>', 'address or id')
    .option('--project <project>', 'only from this project: its name or its id')
    .addHelpText(
      'after',
      examples('members remove ada@example.com', 'members remove ada@example.com --project "Street signs" --yes'),
    )
    .action((given, { project }, command) =>
      act(command, async (session) => {
        const { organization, request, confirm } = session
        const member = await named(session, given)
        const from = project === undefined ? 'the organization' : `the project ${project}`
        await confirm(`Remove ${member.email ?? member.id} (${member.role ?? 'no role'}) from ${from}?`)
        if (project === undefined) await organization.removeUser(member, request)
        else await organization.removeFromProject(member, project, request)
        const { id, email } = member
        return done(`${email ?? id} is removed from ${from}.`, { removed: { id, email, project: project ?? null } })
      }),
    )

const addRole = (group: Group) =>
  group
    .command('role')
    .description('give a member another role, in the organization or in one project')
    .argument('<member>', 'address or id')
    .argument('<role>', 'LABELER, for example, or NONE for somebody with roles in projects only')
    .option('--project <project>', 'only in this project: its name or its id; for members whose role is NONE')
    .addHelpText(
      'after',
      examples(
        'members role ada@example.com TEAM_MANAGER',
        'members role ada@example.com REVIEWER --project "Street signs"',
      ),
    )
    .action((given, role, { project }, command) =>
      act(command, async (session) => {
        const { organization, request } = session
        const { id, email } = await named(session, given)
        if (project === undefined) await organization.updateOrganizationRole({ id }, role, request)
        else await organization.setProjectRole({ id }, project, role, request)
        const where = project === undefined ? 'the organization' : `the project ${project}`
        return done(`${email ?? id} has the role ${role} in ${where} now.`, {
          changed: { id, email, role, project: project ?? null },
        })
      }),
    )

/** The member that is meant. One who is gone already is not there to be changed. */
async function named({ organization, request }: Session, given: string): Promise<ReturnType<typeof toMember>> {
  const member = await organization.getMember(given, request)
  if (member.deleted === true) throw usage(`${given} has been removed from the organization already.`)
  return toMember(member)
}
