import { labelboxExchange } from 'labelbox-org/urql'
import { cacheExchange, Client } from 'urql'

// The page's own server, which adds the key on the way (vite.config.ts): whoever opens the page could read a key in it.
const endpoint = '/graphql'

export const client = new Client({
  url: endpoint,
  exchanges: [cacheExchange, labelboxExchange({ endpoint })],
})
