import type { NewProject, Project } from '../../index.ts'
import { act } from '../act.ts'
import type { Program } from '../globals.ts'
import { count, examples } from '../options.ts'
import { done, list, record } from '../result.ts'
import { addMembers, addTags } from './projectParts.ts'

export function projects(program: Program): void {
  const group = program
    .command('projects')
    .description('the projects of the organization')
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

/** A project as `--json` has it. */
const toProject = ({ id, name, description, allowedMediaType, dataRowCount, createdAt, updatedAt }: Project) => ({
  id,
  name,
  description,
  mediaType: allowedMediaType,
  dataRowCount,
  createdAt,
  updatedAt,
})

const addList = (group: Group) =>
  group
    .command('list')
    .description('all projects, without the removed ones')
    .option('--limit <number>', 'only so many', count)
    .addHelpText('after', examples('projects list', 'projects list --limit 20 --json'))
    .action(({ limit = Infinity }, command) =>
      act(command, async ({ organization, request }) =>
        list((await organization.projects(request).toArray({ limit })).map(toProject), {
          NAME: ({ name }) => name,
          MEDIA: ({ mediaType }) => mediaType,
          ROWS: ({ dataRowCount }) => dataRowCount,
          CREATED: ({ createdAt }) => createdAt,
          ID: ({ id }) => id,
        }),
      ),
    )

const addShow = (group: Group) =>
  group
    .command('show')
    .description('one project')
    .argument('<project>', 'name or id')
    .addHelpText('after', examples('projects show "Street signs"'))
    .action((given, _options, command) =>
      act(command, async ({ organization, request }) => {
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
    .argument('<name>', 'what to call it')
    .requiredOption('--media-type <type>', 'IMAGE, VIDEO, TEXT, PDF or another of Labelbox’s; it can’t be changed')
    .option('--description <text>', 'what it is for')
    .addOption(
      group
        .createOption('--quality <how>', 'how quality is watched over; by default both')
        .choices(['benchmark', 'consensus', 'both'] as const),
    )
    .addHelpText('after', examples('projects create "Street signs" --media-type IMAGE'))
    .action((name, { mediaType, description, quality }, command) =>
      act(command, async ({ organization, request }) => {
        // Labelbox may have kinds that are not known here.
        const allowedMediaType = mediaType as NewProject['allowedMediaType']
        const project = await organization.createProject({ name, allowedMediaType, description, quality }, request)
        return done(`Created: the project ${name}, ${project.id}.`, { created: toProject(project) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change the name or the description of a project')
    .argument('<project>', 'name or id')
    .option('--name <name>', 'the new name')
    .option('--description <text>', 'the new description')
    .addHelpText('after', examples('projects update "Street signs" --name "Traffic signs"'))
    .action((given, { name, description }, command) =>
      act(command, async ({ organization, request }) => {
        const project = await organization.updateProject(given, { name, description }, request)
        return done(`Changed: the project ${given}.`, { updated: toProject(project) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('remove a project')
    .argument('<project>', 'name or id')
    .addHelpText('after', examples('projects delete "Street signs"', 'projects delete "Street signs" --yes'))
    .action((given, _options, command) =>
      act(command, async ({ organization, request, confirm }) => {
        const project = await organization.getProject(given, request)
        const { name, id, dataRowCount } = project
        await confirm(`Delete the project ${name ?? id} with ${dataRowCount ?? 'an unknown number of'} data rows?`)
        await organization.deleteProject(project, request)
        return done(`Deleted: the project ${name ?? id}.`, { deleted: toProject(project) })
      }),
    )
