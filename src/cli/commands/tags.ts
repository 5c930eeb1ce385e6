import type { ResourceTag } from '../../index.ts'
import { act, type Session } from '../act.ts'
import { oneOf } from '../find.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { done, list } from '../result.ts'

export function tags(program: Program): void {
  const group = program
    .command('tags')
    .description('the tags for projects')
    .addHelpText('after', examples('tags list', 'tags create urgent --color ff8800'))
  addList(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A tag as `--json` has it. */
export const toTag = ({ id, text, color }: ResourceTag) => ({ id, text, color })

export const tagColumns = {
  TEXT: ({ text }: ResourceTag) => text,
  COLOR: ({ color }: ResourceTag) => color,
  ID: ({ id }: ResourceTag) => id,
}

/** A tag by its text or its id. */
export const findTag = async ({ organization, request }: Session, given: string): Promise<ResourceTag> =>
  oneOf('tag', given, await organization.getResourceTags(request), ({ text }) => text)

const addList = (group: Group) =>
  group
    .command('list')
    .description('all tags')
    .addHelpText('after', examples('tags list', 'tags list --json'))
    .action((_options, command) =>
      act(command, async ({ organization, request }) =>
        list((await organization.getResourceTags(request)).map(toTag), tagColumns),
      ),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a tag')
    .argument('<text>', 'what it says')
    .requiredOption('--color <color>', 'six hex digits')
    .addHelpText('after', examples('tags create urgent --color ff8800'))
    .action((text, { color }, command) =>
      act(command, async ({ organization, request }) => {
        const tag = await organization.createResourceTag({ text, color }, request)
        return done(`Created: the tag ${text}, ${tag.id}.`, { created: toTag(tag) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change what a tag says, or its colour')
    .argument('<tag>', 'text or id')
    .option('--text <text>', 'the new text')
    .option('--color <color>', 'the new colour, six hex digits')
    .addHelpText('after', examples('tags update urgent --text "very urgent" --color ff0000'))
    .action((given, { text, color }, command) =>
      act(command, async (session) => {
        const { id } = await findTag(session, given)
        const tag = await session.organization.updateResourceTag(id, { text, color }, session.request)
        return done(`Changed: the tag ${given}.`, { updated: toTag(tag) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('remove a tag, from projects too')
    .argument('<tag>', 'text or id')
    .addHelpText('after', examples('tags delete urgent', 'tags delete urgent --yes'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const tag = await findTag(session, given)
        await session.confirm(`Delete the tag ${tag.text ?? tag.id}, from all projects too?`)
        await session.organization.deleteResourceTag(tag, session.request)
        return done(`Deleted: the tag ${tag.text ?? tag.id}.`, { deleted: toTag(tag) })
      }),
    )
