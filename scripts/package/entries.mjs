// Every entry of the client loads as ESM and CommonJS without `process`, as in a browser or a worker.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const expected = {
  'labelbox-org': ['Labelbox', 'LabelboxError', 'isLabelboxError'],
  'labelbox-org/errors': ['LabelboxError', 'isLabelboxError'],
  'labelbox-org/operations': ['InviteLimitDocument', 'UsersDocument', 'UserFragmentDoc'],
  'labelbox-org/urql': ['createLabelboxClient', 'labelboxExchange'],
  'labelbox-org/inviting': ['createInviting'],
  'labelbox-org/proxy': ['labelboxProxy', 'memoryOnceStore', 'toNodeHandler'],
  'labelbox-org/webhooks': ['verifySignature', 'webhookHandler', 'parseEvent', 'signPayload'],
}

delete globalThis.process
for (const [entry, names] of Object.entries(expected)) {
  for (const module of [await import(entry), require(entry)]) {
    for (const name of names) if (module[name] === undefined) throw new Error(`${entry} exports no ${name}.`)
  }
}
if (require('labelbox-org/package.json').name !== 'labelbox-org') throw new Error('package.json is not exported.')
require.resolve('labelbox-org/schema.graphql')
require.resolve('labelbox-org/fragments/user.graphql')
if (require('labelbox-org/schemas/members-list.json').title === undefined) throw new Error('A schema has no title.')
for (const file of require('labelbox-org/graphql.config').schema) readFileSync(file)
