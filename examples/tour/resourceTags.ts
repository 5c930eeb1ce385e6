import type { Part } from './part.ts'
import { table, title } from './show.ts'

export const resourceTags: Part = {
  heading: 'Resource tags',

  async read(organization) {
    title('getResourceTags')
    table(await organization.getResourceTags(), 'text', 'color')
  },

  async change(organization) {
    title('createResourceTag: the colour in any spelling')
    const tag = await organization.createResourceTag({ text: 'urgent', color: '#FF8800' })
    table([tag], 'id', 'text', 'color')
    title('updateResourceTag')
    table([await organization.updateResourceTag(tag, { text: 'very urgent' })], 'id', 'text', 'color')
    title('deleteResourceTag')
    await organization.deleteResourceTag(tag)
    table(await organization.getResourceTags(), 'text', 'color')
  },
}
