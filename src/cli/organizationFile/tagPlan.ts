import { trimmed } from '../../core/invisible.ts'
import type { ResourceTag } from '../../index.ts'
import { change, unlessGone } from './plannedCall.ts'
import type { Plan } from './plan.ts'

/** Which tags are deleted and created. */
export interface FileTags {
  /** The tags that are deleted. */
  readonly deleted: readonly ResourceTag[]
  /** Whether a tag with this text is created. */
  readonly isCreated: (text: string) => boolean
  /** The id of a tag that was created. */
  readonly createdId: (text: string) => string | undefined
}

/** Plans the tags of the organization. */
export function planTags(plan: Plan): FileTags {
  const { file, state } = plan
  const createdIds = new Map<string, string>()
  /** The names in the file, by the id of the tag, or the text of a new one. */
  const named = new Map<string, string>()
  for (const { text, color, line } of file.tags ?? []) {
    const found = plan.named(state.tags, { name: text, line }, 'tags', (tag) => tag.text)
    const key = found?.id ?? trimmed(text)
    const other = named.get(key)
    if (other !== undefined) plan.fault(line, `${text} and ${other} are the same tag.`)
    named.set(key, text)
    const wanted = colorOf(color)
    if (!/^[0-9a-f]{6}$/.test(wanted)) {
      plan.fault(line, `the color of ${text} must be six hex digits, such as ff8800.`)
    } else if (found === undefined) {
      plan.add('tags', {
        changes: [change('create-tag', text, line, { after: wanted })],
        send: async (organization, request) => {
          createdIds.set(key, (await organization.createResourceTag({ text, color: wanted }, request)).id)
        },
      })
    } else if (colorOf(found.color ?? '') !== wanted) {
      plan.add('tags', {
        changes: [change('update-tag', text, line, { before: found.color, after: wanted })],
        send: (organization, request) => organization.updateResourceTag(found, { color: wanted }, request),
      })
    }
  }
  const unlisted = file.tags === undefined ? [] : state.tags.filter(({ id }) => !named.has(id))
  for (const tag of unlisted) {
    plan.add('removals', {
      changes: plan.removals([change('delete-tag', tag.text ?? tag.id, null, { before: tag.color })]),
      send: (organization, request) => unlessGone(organization.deleteResourceTag(tag, request)),
    })
  }
  return {
    deleted: plan.removesUnlisted ? unlisted : [],
    isCreated: (text) => named.has(trimmed(text)),
    createdId: (text) => createdIds.get(trimmed(text)),
  }
}

const colorOf = (text: string): string => text.trim().replace(/^#/, '').toLowerCase()
