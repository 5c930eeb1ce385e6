import { UsersDocument } from 'labelbox-org/operations'
import {
  createLabelboxClient,
  toLabelboxError,
} from 'labelbox-org/urql'

// In a page: endpoint: '/api/labelbox', the route of a labelboxProxy on your server, and no apiKey.
const client = createLabelboxClient({
  endpoint: process.env['LABELBOX_ENDPOINT'],
  apiKey: process.env['LABELBOX_API_KEY'],
})

const { data, error } = await client.query(UsersDocument, {
  skip: 0,
  first: 10,
})
if (error) console.error(toLabelboxError(error).code, error.message)
else console.log(data?.organization?.users.map(({ email }) => email))
