import { Redis } from 'ioredis'
import { redisServer } from '../../test/support/redisServer.ts'

export interface RunningRedis {
  readonly client: Redis
  stop(): Promise<void>
}

/** A Redis for the row that counts in it; without one, that row is left out. */
export async function startRedis(): Promise<RunningRedis | undefined> {
  let server
  try {
    server = await redisServer()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    console.log('redis-server is not installed: the row with Redis is left out.\n')
    return undefined
  }
  const { url } = server
  const dispose = async (): Promise<void> => server[Symbol.asyncDispose]()
  const client = new Redis(url)
  return {
    client,
    async stop() {
      client.disconnect()
      await dispose()
    },
  }
}
