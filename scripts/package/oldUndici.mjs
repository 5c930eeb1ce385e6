// Older versions of undici may be installed beside the package. The transport refuses them, and says what to install.
import { createRequire } from 'node:module'
import * as esm from 'labelbox-org/undici'

for (const { undiciTransport } of [esm, createRequire(import.meta.url)('labelbox-org/undici')]) {
  let refused
  try {
    undiciTransport()
  } catch (error) {
    refused = error
  }
  if (refused?.code !== 'INVALID_INPUT' || !refused.message.includes('npm install undici@7')) {
    throw new Error('The version of undici was not refused.', { cause: refused })
  }
}
