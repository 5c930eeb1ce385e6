import { act } from '../act.ts'
import type { Program } from '../globals.ts'
import { oneOf } from '../find.ts'
import { count, examples } from '../options.ts'
import { list } from '../result.ts'
import { tagColumns, toTag } from './tags.ts'

type Group = ReturnType<Program['command']>

/** Who works in a project. */
export const addMembers = (group: Group) =>
  group
    .command('members')
    .description('the people who can work in a project, and where they have that from')
    .argument('<project>', 'name or id')
    .option('--limit <number>', 'only so many', count)
    .addHelpText('after', examples('projects members "Street signs"'))
    .action((given, { limit = Infinity }, command) =>
      act(command, async ({ organization, request }) => {
        const project = await organization.getProject(given, request)
        const members = await organization.getProjectMembers(project, request).toArray({ limit })
        const rows = members.map(({ user, role, accessFrom }) => ({
          id: user.id,
          email: user.email,
          name: user.name,
          role: role.name,
          accessFrom,
        }))
        return list(rows, {
          ADDRESS: ({ email }) => email,
          NAME: ({ name }) => name,
          ROLE: ({ role }) => role,
          FROM: ({ accessFrom }) => accessFrom,
          ID: ({ id }) => id,
        })
      }),
    )

/** The tags of a project, shown or replaced. */
export const addTags = (group: Group) =>
  group
    .command('tags')
    .description('the tags of a project; with --set these in place of those that it has')
    .argument('<project>', 'name or id')
    .option('--set <tags...>', 'texts or ids of tags')
    .addOption(group.createOption('--clear', 'take all tags away').conflicts('set'))
    .addHelpText(
      'after',
      examples('projects tags "Street signs"', 'projects tags "Street signs" --set urgent reviewed'),
    )
    .action((given, { set, clear }, command) =>
      act(command, async ({ organization, request }) => {
        const chosen = set ?? (clear === true ? [] : undefined)
        if (chosen === undefined)
          return list((await organization.getProjectTags(given, request)).map(toTag), tagColumns)
        const known = await organization.getResourceTags(request)
        const tags = chosen.map((tag) => oneOf('tag', tag, known, ({ text }) => text))
        return list((await organization.setProjectTags(given, tags, request)).map(toTag), tagColumns)
      }),
    )
