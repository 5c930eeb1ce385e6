import { Redis } from 'ioredis'
import { redisServer } from '../../../test/support/redisServer.ts'

export interface RunningRedis {
  readonly client: Redis
  stop(): Promise<void>
}

/** Starts a Redis server for one row; without redis-server, the row is skipped. */
export async function startRedis(): Promise<RunningRedis | undefined> {
  let server
  try {
    server = await redisServer()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    console.error('redis-server is not installed, so the row with Redis is skipped.')
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
