import { Redis as Ioredis } from 'ioredis'
import { Redis as Iovalkey } from 'iovalkey'
import type { RedisClient } from 'labelbox-org/redis'
import { createClient } from 'redis'

export interface OpenClient {
  readonly client: RedisClient
  /** Resolves with the first connection. */
  readonly connected: Promise<unknown>
  readonly close: () => void
}

/** With its defaults, as in most programs. Its errors are expected. */
type Connect = (url: string) => OpenClient

const ioredis = (client: Ioredis | Iovalkey): OpenClient => {
  client.on('error', () => undefined)
  const connected = new Promise((resolve) => client.once('ready', resolve))
  return { client, connected, close: () => client.disconnect() }
}

const kinds = {
  ioredis: (url) => ioredis(new Ioredis(url)),
  iovalkey: (url) => ioredis(new Iovalkey(url)),
  redis: (url) => {
    const client = createClient({ url })
    client.on('error', () => undefined)
    const connected = client.connect().catch(() => undefined)
    return { client, connected, close: () => client.destroy() }
  },
} satisfies Record<string, Connect>

export type Kind = keyof typeof kinds

export const clients: Readonly<Record<Kind, Connect>> = kinds
