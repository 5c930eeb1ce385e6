import type { Organization } from 'labelbox-org'
import { given, type Part } from './part.ts'
import { line, table, title } from './show.ts'

export const members: Part = {
  heading: 'Members, roles and permissions',

  async read(organization) {
    title('users, ordered by address')
    table(await organization.users({ orderBy: 'email_ASC' }).toArray({ limit: 10 }), 'email', 'name', 'createdAt')
    title('getMembers: each with the role in the organization')
    const all = await organization.getMembers().toArray({ limit: 10 })
    table(all, 'email', 'orgRole')
    const [first] = all
    if (first !== undefined) {
      title('getMember: one of them, by record, id or address')
      table([await organization.getMember(first)], 'email', 'orgRole', 'deleted')
    }
    title('getRoles')
    table(await organization.getRoles(), 'name', 'description')
    title('getPermissions: what the role of this key permits')
    line((await organization.getPermissions()).join(', '))
  },

  async change(organization) {
    const person = given((await organization.users({ orderBy: 'createdAt_DESC' }).firstPage())[0])
    const [one, other] = await organization.projects().firstPage()

    title('updateOrganizationRole: a member gets roles in projects only')
    await organization.updateOrganizationRole(person, 'NONE')
    table([await organization.getMember(person)], 'email', 'orgRole')
    title('setProjectRole: in two projects')
    for (const project of [given(one), given(other)]) await organization.setProjectRole(person, project, 'REVIEWER')
    line(await projectsOf(organization, person.id))
    title('removeFromProject: out of one of them')
    await organization.removeFromProject(person, given(one))
    line(await projectsOf(organization, person.id))
    title('updateOrganizationRoles: many at once, and who has the role is left alone')
    const [, ...others] = await organization.getMembers({ where: { deleted: false } }).toArray({ limit: 4 })
    const roles = await organization.updateOrganizationRoles(others.map((user) => ({ user, role: 'REVIEWER' })))
    table(await roles.toArray({ limit: 10 }), 'row', 'id', 'outcome')
    title('removeUsers: whoever is no member is reported, and no error')
    const removals = await organization.removeUsers([{ user: given(others[0]) }, { user: 'nobody@example.com' }])
    table(await removals.toArray({ limit: 10 }), 'row', 'who', 'outcome')
    title('removeUser')
    await organization.removeUser(person)
    table([await organization.getMember(person)], 'email', 'deleted')
  },
}

async function projectsOf(organization: Organization, userId: string): Promise<string> {
  const texts: string[] = []
  for await (const project of organization.projects()) {
    for await (const { user, role } of organization.getProjectMembers(project)) {
      if (user.id === userId) texts.push(`${role.name} in ${project.name}`)
    }
  }
  return texts.join(', ')
}
