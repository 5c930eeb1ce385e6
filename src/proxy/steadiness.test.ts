import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { hostileRequests } from '../../test/support/hostileRequests.ts'
import { isLong } from '../../test/support/long.ts'
import { documentId, pageHeaders } from '../../test/support/proxied.ts'
import { proxyProcess, type ProxyFigures } from '../../test/support/proxyProcess.ts'
import { giving } from '../../test/support/httpServer.ts'
import { serving } from '../../test/support/serving.ts'
import { expect, it } from 'vitest'

const rounds = isLong ? 60 : 6
const good = JSON.stringify({ documentId: documentId('GetOrganization') })

/** The head of a request, and a body that is announced with more bytes than come. */
function unfinished(origin: string, body: string) {
  const { hostname, port, host } = new URL(origin)
  const socket = connect(Number(port), hostname)
  // The proxy may have gone first.
  socket.on('error', () => undefined)
  const headers = { ...pageHeaders(), host, 'content-length': '100000' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST / HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
  return socket
}

/** Sends a byte now and then, until the proxy ends it. Gives the status. */
async function trickle(origin: string): Promise<string> {
  const socket = unfinished(origin, '{')
  const timer = setInterval(() => socket.write(' '), 200)
  const answer = await text(socket)
  clearInterval(timer)
  return answer.slice(9, 12)
}

/** Leaves in the middle of its body. */
async function abort(origin: string, index: number): Promise<void> {
  const socket = unfinished(origin, `{"variables":"${'x'.repeat(index * 500)}`)
  await sleep(index % 10)
  socket.destroy()
  await once(socket, 'close')
}

// It takes as long as the machine is busy with other tests.
const timeout = 60_000 + rounds * 3000

it('thousands of hostile requests leave memory, the event loop and Labelbox as they were', { timeout }, async () => {
  const api = await serving(giving({ organization: { id: 'o' } }))
  await using proxy = await proxyProcess(`${api.origin}/graphql`)
  const trickles = Array.from({ length: 16 }, () => trickle(proxy.origin))
  const figures: ProxyFigures[] = []
  for (let round = 0; round < rounds; round += 1) {
    // With the trickles, half of what a caller may have open.
    for (let at = 0; at < hostileRequests.length; at += 8) {
      const some = hostileRequests.slice(at, at + 8)
      const responses = await Promise.all(some.map(({ init }) => fetch(proxy.origin, init)))
      await Promise.all(responses.map((response) => response.text()))
      expect(responses.map(({ status }) => status)).toEqual(some.map(({ status }) => status))
      await Promise.all([abort(proxy.origin, at), abort(proxy.origin, at + 1)])
    }
    figures.push(await proxy.figures())
  }
  expect(await Promise.all(trickles)).toEqual(trickles.map(() => '408'))
  expect(api.received).toHaveLength(0)
  // None of them still has a place.
  const all = Array.from({ length: 32 }, () =>
    fetch(proxy.origin, { method: 'POST', headers: pageHeaders(), body: good }),
  )
  expect((await Promise.all(all)).map(({ status }) => status)).toEqual(all.map(() => 200))

  const heaps = figures.map(({ heapMB }) => heapMB)
  const delays = figures.map(({ delayMs }) => delayMs)
  const half = rounds / 2
  if (isLong) console.log({ requests: rounds * hostileRequests.length, heaps, delays, last: await proxy.figures() })
  // The lowest, as what a collection leaves behind varies.
  expect(Math.min(...heaps.slice(half)) - Math.min(...heaps.slice(1, half))).toBeLessThan(3)
  expect(Math.min(...delays.slice(half))).toBeLessThan(500)
})
