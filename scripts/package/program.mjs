// The sandbox and the client as both kinds of module, and the errors of each recognised by the other.
import { createRequire } from 'node:module'
import * as esm from 'labelbox-org'
import { createSandbox } from 'labelbox-org/sandbox'

const require = createRequire(import.meta.url)
const cjs = require('labelbox-org')
if (cjs.Labelbox === esm.Labelbox) throw new Error('The two builds are one, so this shows nothing.')

const failure = (promise) =>
  promise.then(
    () => undefined,
    (error) => error,
  )

for (const create of [createSandbox, require('labelbox-org/sandbox').createSandbox]) {
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
  } finally {
    await sandbox.close()
  }
}
