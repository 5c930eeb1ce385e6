// One way of asking, in a process of its own, as an app has one client and not all of them: what several share would be
// compiled for none. Takes a turn whenever it is told to.
import { Redis } from 'ioredis'
import { contenders } from './clients.ts'
import { turn } from './turn.ts'

const [name, endpoint = '', redisUrl] = process.argv.slice(2)
const redis = redisUrl === undefined ? undefined : new Redis(redisUrl)
const contender = contenders(endpoint, redis).find((each) => each.name === name)
if (contender === undefined) throw new Error(`There is no contender ${String(name)}.`)

for (let i = 0; i < 10; i++) await turn(contender, 50)

process.on('message', (requests: number) => void takeTurn(requests))
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function takeTurn(requests: number): Promise<void> {
  globalThis.gc?.()
  // The first ones find caches and connections cold, which is the bench's doing.
  for (let i = 0; i < 5; i++) await contender?.ask(`warm-${i}`)
  if (contender !== undefined) process.send?.(await turn(contender, requests))
}
