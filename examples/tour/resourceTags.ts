import type { Part } from './part.ts'
import { list, step, table } from './show.ts'

export const resourceTags: Part = {
  heading: 'Resource tags',
  sentence: 'Labels for projects, to find and to filter them across teams.',

  async read(organization) {
    step('getResourceTags')
    table(await organization.getResourceTags(), { TEXT: ({ text }) => text, COLOR: ({ color }) => color })
  },

  async change(organization) {
    const tag = await organization.createResourceTag({ text: 'urgent', color: '#FF8800' })
    step('createResourceTag', `${tag.text}, ${tag.color}`)
    const { text } = await organization.updateResourceTag(tag, { text: 'very urgent' })
    step('updateResourceTag', `now “${text}”`)
    await organization.deleteResourceTag(tag)
    step('deleteResourceTag', `left: ${list((await organization.getResourceTags()).map(({ text }) => text))}`)
  },
}
