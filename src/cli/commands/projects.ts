import type { NewProject, Project } from '../../index.ts'
import { withSession } from '../session/session.ts'
import type { Program } from '../input/globalOptions.ts'
import type { ProjectJson, ProjectMemberJson } from '../json/recordJson.ts'
import { findByNameOrId } from '../input/lookup.ts'
import { count, examples } from '../input/optionParsers.ts'
import { done, list, record } from '../output/commandResult.ts'
import type { Columns } from '../output/table.ts'
import { tagColumns, toTag } from './tags.ts'

export function projects(program: Program): void {
  const group = program
    .command('projects')
    .description('manage projects, their members and their tags')
    .addHelpText(
      'after',
      examples('projects list', 'projects members "Street signs"', 'projects tags "Street signs" --set urgent'),
    )
  addList(group)
  addShow(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
  addMembers(group)
  addTags(group)
}

type Group = ReturnType<Program['command']>

/** A project for `--json`. */
export const toProject = ({
  id,
  name,
  description,
  allowedMediaType,
  dataRowCount,
  createdAt,
  updatedAt,
}: Project): ProjectJson => ({
  id,
  name,
  description,
  mediaType: allowedMediaType,
  dataRowCount,
  createdAt,
  updatedAt,
})

export const projectColumns: Columns<ProjectJson> = {
  NAME: ({ name }) => name,
  MEDIA: ({ mediaType }) => mediaType,
  ROWS: ({ dataRowCount }) => dataRowCount,
  CREATED: ({ createdAt }) => createdAt,
  ID: ({ id }) => id,
}

const addList = (group: Group) =>
  group
    .command('list')
    .description('list projects')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('projects list', 'projects list --limit 20 --json'))
    .action(({ limit = Infinity }, command) =>
      withSession<'projects list'>(command, async ({ organization, request }) =>
        list((await organization.projects(request).toArray({ limit })).map(toProject), projectColumns),
      ),
    )

const addShow = (group: Group) =>
  group
    .command('show')
    .description('show a project')
    .argument('<project>', 'name or id')
    .addHelpText('after', examples('projects show "Street signs"'))
    .action((given, _options, command) =>
      withSession<'projects show'>(command, async ({ organization, request }) => {
        const { id, name, description, mediaType, dataRowCount, createdAt, updatedAt } = toProject(
          await organization.getProject(given, request),
        )
        return record(
          { id, name, description, mediaType, dataRowCount, createdAt, updatedAt },
          { name, id, description, media: mediaType, rows: dataRowCount, created: createdAt, updated: updatedAt },
        )
      }),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a project')
    .argument('<name>', 'name of the project')
    .requiredOption('--media-type <type>', 'media type, such as IMAGE, VIDEO, TEXT or PDF; it can’t be changed later')
    .option('--description <text>', 'description')
    .addOption(
      group
        .createOption('--quality <mode>', 'quality control (default: both)')
        .choices(['benchmark', 'consensus', 'both'] as const),
    )
    .addHelpText('after', examples('projects create "Street signs" --media-type IMAGE'))
    .action((name, { mediaType, description, quality }, command) =>
      withSession<'projects create'>(command, async ({ organization, request }) => {
        // Labelbox may have media types that this version does not know.
        const allowedMediaType = mediaType as NewProject['allowedMediaType']
        const project = await organization.createProject({ name, allowedMediaType, description, quality }, request)
        return done(`Created project ${name} (${project.id}).`, { created: toProject(project) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change the name or the description of a project')
    .argument('<project>', 'name or id')
    .option('--name <name>', 'new name')
    .option('--description <text>', 'new description')
    .addHelpText('after', examples('projects update "Street signs" --name "Traffic signs"'))
    .action((given, { name, description }, command) =>
      withSession<'projects update'>(command, async ({ organization, request }) => {
        const project = await organization.updateProject(given, { name, description }, request)
        return done(`Updated project ${given}.`, { updated: toProject(project) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('delete a project')
    .argument('<project>', 'name or id')
    .addHelpText('after', examples('projects delete "Street signs"', 'projects delete "Street signs" --yes'))
    .action((given, _options, command) =>
      withSession<'projects delete'>(command, async ({ organization, request, confirm }) => {
        const project = await organization.getProject(given, request)
        const { name, id, dataRowCount } = project
        await confirm(`Delete the project ${name ?? id} with ${dataRowCount ?? 'an unknown number of'} data rows?`)
        await organization.deleteProject(project, request)
        return done(`Deleted project ${name ?? id}.`, { deleted: toProject(project) })
      }),
    )

const addMembers = (group: Group) =>
  group
    .command('members')
    .description('list who can work in a project, and where the access comes from')
    .argument('<project>', 'name or id')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('projects members "Street signs"'))
    .action((given, { limit = Infinity }, command) =>
      withSession<'projects members'>(command, async ({ organization, request }) => {
        const project = await organization.getProject(given, request)
        const members = await organization.getProjectMembers(project, request).toArray({ limit })
        const rows = members.map(({ user, role, accessFrom }): ProjectMemberJson => ({
          id: user.id,
          email: user.email,
          name: user.name,
          role: role.name,
          accessFrom,
        }))
        return list(rows, {
          EMAIL: ({ email }) => email,
          NAME: ({ name }) => name,
          ROLE: ({ role }) => role,
          FROM: ({ accessFrom }) => accessFrom,
          ID: ({ id }) => id,
        })
      }),
    )

const addTags = (group: Group) =>
  group
    .command('tags')
    .description('list or replace the tags of a project')
    .argument('<project>', 'name or id')
    .option('--set <tags...>', 'replace the tags with these (texts or ids)')
    .addOption(group.createOption('--clear', 'remove all tags').conflicts('set'))
    .addHelpText(
      'after',
      examples('projects tags "Street signs"', 'projects tags "Street signs" --set urgent reviewed'),
    )
    .action((given, { set, clear }, command) =>
      withSession<'projects tags'>(command, async ({ organization, request }) => {
        const chosen = set ?? (clear === true ? [] : undefined)
        if (chosen === undefined)
          return list((await organization.getProjectTags(given, request)).map(toTag), tagColumns)
        const known = await organization.getResourceTags(request)
        const tags = chosen.map((tag) => findByNameOrId('tag', tag, known, ({ text }) => text))
        return list((await organization.setProjectTags(given, tags, request)).map(toTag), tagColumns)
      }),
    )
