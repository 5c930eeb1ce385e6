import type { Part } from './part.ts'
import { list, step, table } from './show.ts'

export const projects: Part = {
  heading: 'Projects',
  sentence: 'What is labeled, and by whom. Tags and members of a project decide who sees which data.',

  async read(organization) {
    const all = await organization.projects({ orderBy: 'createdAt_DESC' }).toArray({ limit: 10 })
    step('projects', 'newest first')
    table(all, {
      NAME: ({ name }) => name,
      MEDIA: ({ allowedMediaType }) => allowedMediaType,
      'DATA ROWS': ({ dataRowCount }) => dataRowCount,
      CREATED: ({ createdAt }) => createdAt,
    })
    const [newest] = all
    if (newest === undefined) return
    const { name } = await organization.getProject(newest)
    step('getProject', `one, by record, id or name: ${name}`)
    step('getProjectMembers', `who works in ${name}, and where the access comes from`)
    table(await organization.getProjectMembers(newest).toArray({ limit: 10 }), {
      EMAIL: ({ user }) => user.email,
      ROLE: ({ role }) => role.name,
      FROM: ({ accessFrom }) => accessFrom,
    })
    step('getProjectTags', list((await organization.getProjectTags(newest)).map(({ text }) => text)))
  },

  async change(organization) {
    const project = await organization.createProject({ name: 'Street signs', allowedMediaType: 'IMAGE' })
    step('createProject', `${project.name}, ${project.allowedMediaType}`)
    const { description } = await organization.updateProject(project, { description: 'Signs of 2026' })
    step('updateProject', `only what is named changes: the description is now “${description}”`)
    const tags = await organization.getResourceTags()
    const set = await organization.setProjectTags(project, tags.slice(0, 2))
    step('setProjectTags', list(set.map(({ text }) => text)))
    await organization.deleteProject(project)
    const left = await organization.projects({ where: { name: 'Street signs' } }).toArray({ limit: 10 })
    step('deleteProject', `projects called Street signs: ${left.length}`)
  },
}
