import type { ConnectionOptions, Transport } from 'labelbox-org'
import { undiciTransport } from 'labelbox-org/undici'

const names = ['fetch', 'undici', 'pipelined'] as const

/** What sends the requests of a measured call: undici's dispatcher may send several on a connection before the first is answered. */
export type TransportName = (typeof names)[number]

export const isTransportName = (name: string): name is TransportName => (names as readonly string[]).includes(name)

/** The option of a client for a transport that tells of the body of each request. */
export function countingTransport(
  name: TransportName,
  onBody: (body: string) => void,
): Pick<ConnectionOptions, 'fetch' | 'transport'> {
  if (name === 'fetch') {
    return {
      fetch: (input, init) => {
        onBody(init?.body as string)
        return fetch(input, init)
      },
    }
  }
  const { send } = undiciTransport(name === 'pipelined' ? { connections: 1, pipelining: 10 } : {})
  const transport: Transport = {
    send: (request) => {
      onBody(String(request.body))
      return send(request)
    },
  }
  return { transport }
}
