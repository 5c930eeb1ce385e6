import type { ResourceTag } from '../../index.ts'
import { withSession, type Session } from '../session/session.ts'
import type { TagJson } from '../json/recordJson.ts'
import { findByNameOrId } from '../input/lookup.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples } from '../input/optionParsers.ts'
import { done, list } from '../output/commandResult.ts'

export function tags(program: Program): void {
  const group = program
    .command('tags')
    .description('manage the tags of projects')
    .addHelpText('after', examples('tags list', 'tags create urgent --color ff8800'))
  addList(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A tag for `--json`. */
export const toTag = ({ id, text, color }: ResourceTag): TagJson => ({ id, text, color })

export const tagColumns = {
  TEXT: ({ text }: ResourceTag) => text,
  COLOR: ({ color }: ResourceTag) => color,
  ID: ({ id }: ResourceTag) => id,
}

const findTag = async ({ organization, request }: Session, given: string): Promise<ResourceTag> =>
  findByNameOrId('tag', given, await organization.getResourceTags(request), ({ text }) => text)

const addList = (group: Group) =>
  group
    .command('list')
    .description('list tags')
    .addHelpText('after', examples('tags list', 'tags list --json'))
    .action((_options, command) =>
      withSession<'tags list'>(command, async ({ organization, request }) =>
        list((await organization.getResourceTags(request)).map(toTag), tagColumns),
      ),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a tag')
    .argument('<text>', 'text of the tag')
    .requiredOption('--color <color>', 'color, six hex digits')
    .addHelpText('after', examples('tags create urgent --color ff8800'))
    .action((text, { color }, command) =>
      withSession<'tags create'>(command, async ({ organization, request }) => {
        const tag = await organization.createResourceTag({ text, color }, request)
        return done(`Created tag ${text} (${tag.id}).`, { created: toTag(tag) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change the text or the color of a tag')
    .argument('<tag>', 'text or id')
    .option('--text <text>', 'new text')
    .option('--color <color>', 'new color, six hex digits')
    .addHelpText('after', examples('tags update urgent --text "very urgent" --color ff0000'))
    .action((given, { text, color }, command) =>
      withSession<'tags update'>(command, async (session) => {
        const { id } = await findTag(session, given)
        const tag = await session.organization.updateResourceTag(id, { text, color }, session.request)
        return done(`Updated tag ${given}.`, { updated: toTag(tag) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('delete a tag and remove it from all projects')
    .argument('<tag>', 'text or id')
    .addHelpText('after', examples('tags delete urgent', 'tags delete urgent --yes'))
    .action((given, _options, command) =>
      withSession<'tags delete'>(command, async (session) => {
        const tag = await findTag(session, given)
        await session.confirm(`Delete the tag ${tag.text ?? tag.id} and remove it from all projects?`)
        await session.organization.deleteResourceTag(tag, session.request)
        return done(`Deleted tag ${tag.text ?? tag.id}.`, { deleted: toTag(tag) })
      }),
    )
