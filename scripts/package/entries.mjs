// Every entry of the client loads as ESM and CommonJS without `process`, as in a browser or a worker, and exports nothing
// that belongs to other files of the build.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const expected = {
  'labelbox-org': [
    ...['Labelbox', 'LabelboxError', 'isLabelboxError', 'memoryStore', 'originOf', 'parseDates', 'refine', 'refineBy'],
    'withLiteralPages',
  ],
  'labelbox-org/errors': ['LabelboxError', 'isLabelboxError'],
  'labelbox-org/urql': [
    ...[
      'LabelboxError',
      'createLabelboxClient',
      'isLabelboxError',
      'labelboxExchange',
      'originOf',
      'refine',
      'refineBy',
    ],
    'toLabelboxError',
  ],
  'labelbox-org/inviting': ['createInviting'],
  'labelbox-org/proxy': ['labelboxProxy', 'memoryOnceStore', 'toNodeHandler'],
  'labelbox-org/webhooks': ['newestById', 'parseEvent', 'signPayload', 'verifySignature', 'webhookHandler'],
}
const documents = ['InviteLimitDocument', 'UsersDocument', 'UserFragmentDoc']

delete globalThis.process
for (const [entry, names] of Object.entries(expected)) {
  for (const module of [await import(entry), require(entry)]) {
    const found = Object.keys(module).sort().join(', ')
    if (found !== names.join(', ')) throw new Error(`${entry} exports ${found} instead of ${names.join(', ')}.`)
  }
}
for (const module of [await import('labelbox-org/operations'), require('labelbox-org/operations')]) {
  for (const name of documents) if (module[name] === undefined) throw new Error(`The operations have no ${name}.`)
}
if (require('labelbox-org/package.json').name !== 'labelbox-org') throw new Error('package.json is not exported.')
