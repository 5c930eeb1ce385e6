import { cacheExchange, Client } from '@urql/core'
import { UsersDocument } from 'labelbox-org/operations'
import { labelboxExchange, toLabelboxError } from 'labelbox-org/urql'

// On a server. In a page, use your own server as endpoint and no apiKey.
const endpoint =
  process.env['LABELBOX_ENDPOINT'] ?? 'https://api.labelbox.com/graphql'
const client = new Client({
  url: endpoint,
  exchanges: [
    cacheExchange,
    labelboxExchange({
      endpoint,
      apiKey: process.env['LABELBOX_API_KEY'],
    }),
  ],
})

const { data, error } = await client.query(UsersDocument, {
  skip: 0,
  first: 10,
})
if (error) console.error(toLabelboxError(error).code, error.message)
else console.log(data?.organization?.users.map(({ email }) => email))
