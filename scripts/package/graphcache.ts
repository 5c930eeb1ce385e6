// Compiled against the packed types with graphcache installed.
import { Client } from '@urql/core'
import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage'
import { labelboxCache, type LabelboxCacheOptions } from 'labelbox-org/graphcache'
import { createLabelboxClient, labelboxExchange } from 'labelbox-org/urql'

const own: LabelboxCacheOptions = {
  endless: ['users'],
  updates: {
    Mutation: {
      setUserAccess: (_result, { where }, cache) => cache.invalidate({ __typename: 'User', id: where.id }),
      // @ts-expect-error The schema has no such mutation.
      setUserAcess: () => undefined,
    },
  },
  // @ts-expect-error An organization has no such field.
  resolvers: { Organization: { members: () => undefined } },
}

const endpoint = '/api/labelbox'
export const client: Client = createLabelboxClient({ endpoint, cache: labelboxCache(own) })
export const offline = new Client({
  url: endpoint,
  exchanges: [labelboxCache({ storage: makeDefaultStorage() }), labelboxExchange({ endpoint })],
})
