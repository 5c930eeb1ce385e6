import type { UserGroup } from 'labelbox-org'
import { given, type Part } from './part.ts'
import { line, table, title } from './show.ts'

export const userGroups: Part = {
  heading: 'User groups',

  async read(organization) {
    title('getUserGroups')
    const groups = await organization.getUserGroups().toArray({ limit: 10 })
    show(groups)
    const [first] = groups
    if (first === undefined) return
    title('getUserGroup: one of them')
    show([await organization.getUserGroup(first)])
  },

  async change(organization) {
    const [user, other] = await organization.users({ orderBy: 'createdAt_DESC', where: { deleted: false } }).firstPage()
    for (const each of [given(user), given(other)]) await organization.updateOrganizationRole(each, 'NONE')
    const projects = [given(await organization.projects().first())]

    title('createUserGroup: a role for each member')
    const members = [{ user: given(user), role: 'REVIEWER' }]
    const group = await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', projects, members })
    show([group])
    title('updateUserGroup: a list that is given is all that there is then')
    const more = [...members, { user: given(other), role: 'LABELER' }]
    show([await organization.updateUserGroup(group, { name: 'Night shift', members: more })])
    title('getUserGroup')
    show([await organization.getUserGroup(group)])
    title('deleteUserGroup: its members stay')
    await organization.deleteUserGroup(group)
    line(`${(await organization.getUserGroups().toArray({ limit: 10 })).length} groups.`)
  },
}

function show(groups: readonly UserGroup[]): void {
  const rows = groups.map((group) => ({
    ...group,
    members: group.members.map(({ email, role }) => `${email} (${role?.name ?? 'no role'})`),
  }))
  table(rows, 'name', 'color', 'projects', 'members')
}
