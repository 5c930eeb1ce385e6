import { Labelbox } from 'labelbox-org'
import { required, type Part } from './part.ts'
import { failure, step, table } from './show.ts'

export const apiKeys: Part = {
  heading: 'API keys',
  sentence: 'Keys for programs, with a role and a lifetime. Lists, logs and errors never contain a key.',

  async read(organization) {
    step('getApiKeys', 'expired ones too')
    const all = await organization.getApiKeys({ includeExpired: true })
    table(all, {
      NAME: ({ name }) => name,
      OWNER: ({ userEmail }) => userEmail,
      EXPIRES: ({ expiresAt }) => expiresAt,
      REVOKED: ({ revoked }) => revoked,
    })
    const [first] = all
    if (first !== undefined) step('getApiKey', `one, by record or id: ${(await organization.getApiKey(first)).name}`)
  },

  async change(organization, { endpoint }) {
    const created = await organization.createApiKey({
      name: 'Nightly export',
      role: 'LABELER',
      validitySeconds: 86_400,
    })
    step('createApiKey', `${created.name}, valid for a day; \`key\` holds it, this once`)
    const labeler = await new Labelbox({ endpoint, apiKey: created.key }).getOrganization()
    const permissions = await labeler.getPermissions()
    step('getPermissions', `of the new key: ${permissions.join(', ')}`)
    const someone = required((await organization.users({ orderBy: 'createdAt_DESC' }).firstPage())[0])
    await failure('removeUser', labeler.removeUser(someone))
    await failure('createApiKey', labeler.createApiKey({ name: 'Everything', role: 'ADMIN' }))

    await organization.revokeApiKey(created)
    step('revokeApiKey', 'the key stops working at once')
    await failure('getRoles', labeler.getRoles())
  },
}
