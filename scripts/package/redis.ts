// Compiled against the packed types without a Redis client installed: any object with the right methods fits.
import { redisStore, type RedisClient } from 'labelbox-org/redis'

class Client {
  eval(script: string, options?: { keys?: string[]; arguments?: string[] }): Promise<unknown> {
    return Promise.resolve([script.length, options?.keys?.length])
  }
}

const client: RedisClient = new Client()

export const store = redisStore({ client, prefix: 'labelbox-org:', share: 0.5, onError: console.error })
export const wait: number | Promise<number> = store.take(1500)
