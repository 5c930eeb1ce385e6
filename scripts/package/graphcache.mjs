// The cache as ESM and CommonJS, with the peer installed: a removed member is read again.
import { createRequire } from 'node:module'
import { RemoveUserDocument, UsersDocument } from 'labelbox-org/operations'
import { createSandbox } from '@labelbox-org/tools/sandbox'

const require = createRequire(import.meta.url)
const builds = [
  { ...(await import('labelbox-org/urql')), ...(await import('labelbox-org/graphcache')) },
  { ...require('labelbox-org/urql'), ...require('labelbox-org/graphcache') },
]
for (const { createLabelboxClient, labelboxCache } of builds) {
  const { url: endpoint, apiKey, close } = await createSandbox({ users: 3 })
  const client = createLabelboxClient({ endpoint, apiKey, cache: labelboxCache() })
  const read = async () => (await client.query(UsersDocument, { skip: 0, first: 10 })).data.organization.users
  const [, { id }] = await read()
  const { error } = await client.mutation(RemoveUserDocument, { id })
  if (error) throw error
  if ((await read()).some((user) => user.id === id)) throw new Error('A removed member is still in the cache.')
  await close()
}
