import { labelboxExchange } from 'labelbox-org/urql'
import { cacheExchange, Client } from 'urql'

// The page's own server, which adds the key (vite.config.ts). A key in the page could be read by anyone who opens it.
const endpoint = '/graphql'

export const client = new Client({
  url: endpoint,
  exchanges: [cacheExchange, labelboxExchange({ endpoint })],
})
