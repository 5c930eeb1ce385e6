import type { ResourceTag } from '../../index.ts'
import { change } from './plannedCall.ts'
import { findNamed, type Plan } from './plan.ts'

/** Plans the tags. Returns a function that looks up the id of a tag when its tags are there. */
export function planTags(plan: Plan): (text: string) => string | undefined {
  const created = new Map<string, string>()
  const { file, state } = plan
  const named = new Set<string>()
  const find = (text: string): ResourceTag | undefined => findNamed(state.tags, text, (tag) => tag.text)
  for (const { text, color, line } of file.tags ?? []) {
    const found = find(text)
    const wanted = colorOf(color)
    if (!/^[0-9a-f]{6}$/.test(wanted)) {
      plan.fault(line, `the color of ${text} must be six hex digits, such as ff8800.`)
    } else if (found === undefined) {
      plan.add('tags', {
        changes: [change('create-tag', text, line, { after: wanted })],
        send: async (organization, request) => {
          created.set(text, (await organization.createResourceTag({ text, color: wanted }, request)).id)
        },
      })
    } else if (colorOf(found.color ?? '') !== wanted) {
      plan.add('tags', {
        changes: [change('update-tag', text, line, { before: found.color, after: wanted })],
        send: (organization, request) => organization.updateResourceTag(found, { color: wanted }, request),
      })
    }
    if (found !== undefined) named.add(found.id)
  }
  for (const tag of file.tags === undefined ? [] : state.tags.filter(({ id }) => !named.has(id))) {
    plan.add('removals', {
      changes: plan.removals([change('delete-tag', tag.text ?? tag.id, null, { before: tag.color })]),
      send: (organization, request) => organization.deleteResourceTag(tag, request),
    })
  }
  return (text) => find(text)?.id ?? created.get(text)
}

const colorOf = (text: string): string => text.trim().replace(/^#/, '').toLowerCase()
