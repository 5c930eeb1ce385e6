// The transport as ESM and CommonJS sends calls of both builds of the client.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import * as esm from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import * as esmUndici from 'labelbox-org/undici'

const require = createRequire(import.meta.url)

const sandbox = await createSandbox()
const refusing = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
await new Promise((resolve) => refusing.listen(0, '127.0.0.1', resolve))
const proxy = `http://127.0.0.1:${refusing.address().port}`
try {
  globalThis.fetch = () => Promise.reject(new Error('It is not used.'))
  for (const { Labelbox } of [esm, require('labelbox-org')]) {
    for (const { undiciTransport } of [esmUndici, require('labelbox-org/undici')]) {
      const transport = undiciTransport({ connections: 2 })
      const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey, transport })
      if (!(await labelbox.getUser()).email) throw new Error('The user has no email.')
      await transport.close()

      const refused = undiciTransport({ proxy })
      const options = { endpoint: 'https://api.labelbox.test/graphql', apiKey: 'a-key', retry: false }
      const error = await new Labelbox({ ...options, transport: refused }).getUser().catch((thrown) => thrown)
      if (!error.message.includes('answered HTTP 403'))
        throw new Error('The words of the proxy are lost.', { cause: error })
      await refused.close()
    }
  }
} finally {
  await sandbox.close()
  refusing.close()
}
