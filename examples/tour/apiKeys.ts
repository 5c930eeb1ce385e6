import { Labelbox } from 'labelbox-org'
import { given, type Part } from './part.ts'
import { line, refusal, table, title } from './show.ts'

export const apiKeys: Part = {
  heading: 'API keys',

  async read(organization) {
    title('getApiKeys: what is known of them, and never a key itself')
    table(await organization.getApiKeys(), 'name', 'userEmail', 'isOwn', 'expiresAt', 'revoked')
  },

  async change(organization, { endpoint }) {
    title('createApiKey: the key can be had this once, as `key`, and is in nothing that is printed')
    const created = await organization.createApiKey({
      name: 'Nightly export',
      role: 'LABELER',
      validitySeconds: 86_400,
    })
    table([created])

    title('It opens the organization, and may do what a Labeler may')
    const labeler = await new Labelbox({ endpoint, apiKey: created.key }).getOrganization()
    line((await labeler.getPermissions()).join(', '))
    const somebody = given((await organization.users({ orderBy: 'createdAt_DESC' }).firstPage())[0])
    await refusal(labeler.removeUser(somebody))

    title('revokeApiKey')
    await organization.revokeApiKey(created)
    await refusal(labeler.getRoles())
  },
}
