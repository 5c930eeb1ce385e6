import type { Organization } from 'labelbox-org'
import { required, type Part } from './part.ts'
import { list, step, table } from './show.ts'

export const members: Part = {
  heading: 'Members, roles and permissions',
  sentence:
    'Who belongs to the organization and what each may do. This is where joiners, movers and leavers are handled.',

  async read(organization) {
    step('users', 'all users, here by email')
    table(await organization.users({ orderBy: 'email_ASC' }).toArray({ limit: 10 }), {
      EMAIL: ({ email }) => email,
      NAME: ({ name }) => name,
      'LAST LOGIN': ({ lastLoginAt }) => lastLoginAt,
    })
    step('getMembers', 'users with their organization role')
    const all = await organization.getMembers().toArray({ limit: 10 })
    table(all, { EMAIL: ({ email }) => email, ROLE: ({ orgRole }) => orgRole?.name })
    const [first] = all
    if (first !== undefined) {
      const { email, orgRole } = await organization.getMember(first)
      step('getMember', `one, by record, id or email: ${email}, ${orgRole?.name}`)
      const projects = await organization.getMemberProjects(first).toArray({ limit: 3 })
      step('getMemberProjects', list(projects.map(({ name }) => name)))
    }
    step('getRoles', list((await organization.getRoles()).map(({ name }) => name)))
    step('getPermissions', `of the API key: ${(await organization.getPermissions()).length}, such as users.manage`)
  },

  async change(organization) {
    const person = required((await organization.users({ orderBy: 'createdAt_DESC' }).firstPage())[0])
    const [one, other] = await organization.projects().firstPage()
    const { email } = person

    await organization.updateOrganizationRole(person, 'NONE')
    step('updateOrganizationRole', `${email} has the role NONE now, so only project roles count`)
    for (const project of [required(one), required(other)]) {
      await organization.setProjectRole(person, project, 'REVIEWER')
    }
    step('setProjectRole', await projectRoles(organization, person.id))
    await organization.removeFromProject(person, required(one))
    step('removeFromProject', `left: ${await projectRoles(organization, person.id)}`)
    const [, ...others] = await organization.getMembers({ where: { deleted: false } }).toArray({ limit: 4 })
    const roles = await organization.updateOrganizationRoles(others.map((user) => ({ user, role: 'REVIEWER' })))
    step('updateOrganizationRoles', 'many at once, with an outcome for each')
    table(await roles.toArray({ limit: 10 }), {
      ROW: ({ row }) => row,
      WHO: (row) => others[row.row - 1]?.email,
      OUTCOME: ({ outcome }) => outcome,
    })
    const removals = await organization.removeUsers([{ user: required(others[0]) }, { user: 'nobody@example.com' }])
    const outcomes = await removals.toArray({ limit: 10 })
    step('removeUsers', outcomes.map(({ row, outcome }) => `row ${row}: ${outcome}`).join(', '))
    await organization.removeUser(person)
    const { deleted } = await organization.getMember(person)
    step('removeUser', `${email} is ${deleted === true ? 'removed' : 'still there'}`)
  },
}

async function projectRoles(organization: Organization, userId: string): Promise<string> {
  const texts: string[] = []
  for await (const project of organization.projects()) {
    for await (const { user, role } of organization.getProjectMembers(project)) {
      if (user.id === userId) texts.push(`${role.name} in ${project.name}`)
    }
  }
  return texts.join(', ')
}
