import type { UserGroup } from 'labelbox-org'
import { required, type Part } from './part.ts'
import { list, step, table } from './show.ts'

export const userGroups: Part = {
  heading: 'User groups',
  sentence: 'People with the same roles in the same projects, managed as one.',

  async read(organization) {
    const groups = await organization.getUserGroups().toArray({ limit: 10 })
    step('getUserGroups')
    show(groups)
    const [first] = groups
    if (first !== undefined) {
      step('getUserGroup', (await organization.getUserGroup(first)).name ?? undefined)
      const members = await organization.getGroupMembers(first).toArray({ limit: 10 })
      step('getGroupMembers', list(members.map(({ email }) => email)))
      const [, ...lines] = (await organization.exportGroupMembers(first)).trim().split('\n')
      step('exportGroupMembers', `${lines.length} lines of CSV and a header`)
    }
  },

  async change(organization) {
    const [user, other] = await organization.users({ orderBy: 'createdAt_DESC', where: { deleted: false } }).firstPage()
    for (const each of [required(user), required(other)]) await organization.updateOrganizationRole(each, 'NONE')
    const projects = [required(await organization.projects().first())]

    const members = [{ user: required(user), role: 'REVIEWER' }]
    const group = await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', projects, members })
    step('createUserGroup', `${group.name} with ${people(group)}`)
    const more = [...members, { user: required(other), role: 'LABELER' }]
    await organization.updateUserGroup(group, { name: 'Night shift', members: more })
    step('updateUserGroup', 'a list in the update replaces the present one')
    step('getUserGroup')
    show([await organization.getUserGroup(group)])
    await organization.removeGroupMembers(group, [required(user)])
    step('removeGroupMembers', 'nobody else in the group is touched')
    await organization.addGroupMembers(group, [{ user: required(user), role: 'LABELER' }])
    step('addGroupMembers')
    step('getGroupMembers')
    table(await organization.getGroupMembers(group).toArray({ limit: 10 }), {
      EMAIL: ({ email }) => email,
      ROLE: ({ role }) => role?.name,
    })
    const file = `email\n${required(user).email ?? ''}\nnobody@example.com\n`
    const { rows } = await organization.importGroupMembers(group, { file, role: 'REVIEWER' })
    step('importGroupMembers', 'the API reports on each row of the file')
    table(rows, { EMAIL: ({ email }) => email, RESULT: ({ result }) => result, WHY: ({ error }) => error })
    step('exportGroupMembers', (await organization.exportGroupMembers(group)).trim().split('\n').slice(1).join(', '))
    await organization.deleteUserGroup(group)
    const { length } = await organization.getUserGroups().toArray({ limit: 10 })
    step('deleteUserGroup', `${length} groups left; the members stay in the organization`)
  },
}

const show = (groups: readonly UserGroup[]): void =>
  table(groups, {
    NAME: ({ name }) => name,
    PROJECTS: ({ projects }) => list(projects.map(({ name }) => name)),
    MEMBERS: people,
  })

const people = ({ members }: UserGroup): string =>
  list(members.map(({ email, role }) => `${email} (${role?.name ?? 'no role'})`))
