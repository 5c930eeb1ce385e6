import type { Part } from './part.ts'
import { line, table, title } from './show.ts'

export const projects: Part = {
  heading: 'Projects',

  async read(organization) {
    title('projects, the newest first')
    const all = await organization.projects({ orderBy: 'createdAt_DESC' }).toArray({ limit: 10 })
    table(all, 'name', 'allowedMediaType', 'dataRowCount', 'createdAt')
    const [newest] = all
    if (newest === undefined) return
    title('getProject: one of them, by record, id or name')
    table([await organization.getProject(newest)], 'name', 'description', 'isConsensusEnabled')
    title('getProjectMembers: who can work in it, and how they come to it')
    table(await organization.getProjectMembers(newest).toArray({ limit: 10 }), 'user', 'role', 'accessFrom')
    title('getProjectTags')
    table(await organization.getProjectTags(newest), 'text', 'color')
  },

  async change(organization) {
    title('createProject')
    const project = await organization.createProject({ name: 'Street signs', allowedMediaType: 'IMAGE' })
    table([project], 'id', 'name', 'allowedMediaType', 'isBenchmarkEnabled', 'isConsensusEnabled')
    title('updateProject: what is left out stays')
    table([await organization.updateProject(project, { description: 'Signs of 2026' })], 'name', 'description')
    title('setProjectTags: in place of those that it has')
    const tags = await organization.getResourceTags()
    table(await organization.setProjectTags(project, tags.slice(0, 2)), 'text', 'color')
    title('deleteProject')
    await organization.deleteProject(project)
    const left = await organization.projects({ where: { name: 'Street signs' } }).toArray({ limit: 10 })
    line(`${left.length} projects of that name.`)
  },
}
