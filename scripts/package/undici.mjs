// The transport as ESM and CommonJS sends calls of both builds of the client.
import { createRequire } from 'node:module'
import * as esm from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import * as esmUndici from 'labelbox-org/undici'

const require = createRequire(import.meta.url)

const sandbox = await createSandbox()
try {
  globalThis.fetch = () => Promise.reject(new Error('It is not used.'))
  for (const { Labelbox } of [esm, require('labelbox-org')]) {
    for (const { undiciTransport } of [esmUndici, require('labelbox-org/undici')]) {
      const transport = undiciTransport({ connections: 2 })
      const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey, transport })
      if (!(await labelbox.getUser()).email) throw new Error('The user has no email.')
      await transport.close()
    }
  }
} finally {
  await sandbox.close()
}
