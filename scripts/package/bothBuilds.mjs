// The sandbox and the client as ESM and CommonJS: each build recognizes the other's errors, and two builds in one program
// invite an address once.
import { createRequire } from 'node:module'
import * as esm from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'

const require = createRequire(import.meta.url)
const cjs = require('labelbox-org')
if (cjs.Labelbox === esm.Labelbox) throw new Error('Both builds are the same module, so this tests nothing.')

const failure = (promise) =>
  promise.then(
    () => undefined,
    (error) => error,
  )

for (const create of [createSandbox, require('@labelbox-org/tools/sandbox').createSandbox]) {
  const sandbox = await create()
  try {
    for (const [own, other] of [
      [esm, cjs],
      [cjs, esm],
    ]) {
      const connection = { endpoint: sandbox.url, apiKey: sandbox.apiKey }
      const organization = await new own.Labelbox(connection).getOrganization()
      if (!(organization.createdAt instanceof Date)) throw new Error('The organization has no date.')
      const error = await failure(new own.Labelbox({ ...connection, apiKey: 'wrong' }).getOrganization())
      if (!other.isLabelboxError(error, 'AUTHENTICATION'))
        throw new Error('An error was not recognised.', { cause: error })
    }
    const organizations = await Promise.all(
      [esm, cjs].map(({ Labelbox }) =>
        new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization(),
      ),
    )
    const invite = { email: 'ada@example.com', role: 'LABELER' }
    await Promise.allSettled(organizations.map((organization) => organization.inviteUser(invite)))
    const sent = sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')
    if (sent.length !== 1) throw new Error(`The two builds have sent ${sent.length} invites to one address.`)
  } finally {
    await sandbox.close()
  }
}
