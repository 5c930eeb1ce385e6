// The store as ESM and CommonJS, with the rate-limiter library and a stub client.
import { createRequire } from 'node:module'
import * as esm from 'labelbox-org/redis'

const require = createRequire(import.meta.url)

for (const { redisStore, redisOnceStore } of [esm, require('labelbox-org/redis')]) {
  const answers = [
    [0, 0],
    [1501, 250],
  ]
  const store = redisStore({ client: { eval: async () => answers.shift() } })
  const waits = [await store.take(1500), await store.take(1500)]
  const once = redisOnceStore({ client: { eval: async () => ['content', 'made'] } })
  const { outcome } = await once.read('id')
  if (outcome !== 'made') throw new Error(`The store of changes gave ${outcome}.`)
  if (String(waits) !== '0,250') throw new Error(`The store gave ${waits}.`)
}
