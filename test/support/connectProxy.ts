import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A proxy that opens tunnels. */
export interface ConnectProxy {
  readonly port: number
  /** The hosts and ports of its tunnels. */
  readonly tunnels: readonly string[]
  /** The `Proxy-Authorization` of each CONNECT. */
  readonly credentials: readonly (string | undefined)[]
}

/**
 * Starts a proxy that closes after the test. It answers each CONNECT with the given status, and tunnels with 200.
 *
 * @param portOf The port on this machine that a tunnel leads to. Default: that of its target.
 */
export async function connectProxy(
  statusOf: (authorization: string | undefined) => number | undefined = () => 200,
  portOf: (target: string) => number = (target) => Number(target.split(':')[1]),
): Promise<ConnectProxy> {
  const tunnels: string[] = []
  const credentials: (string | undefined)[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined))
    return socket
  }
  const server = createServer((_, response) => response.writeHead(501).end())
  server.on('connection', keep)
  server.on('connect', (request, front: Socket) => {
    const authorization = request.headers['proxy-authorization']
    credentials.push(authorization)
    const status = statusOf(authorization)
    // It never answers.
    if (status === undefined) return
    if (status !== 200) {
      front.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const target = request.url ?? ''
    tunnels.push(target)
    const behind = keep(connect(portOf(target), '127.0.0.1'))
    front.write('HTTP/1.1 200 Connection established\r\n\r\n')
    front.pipe(behind).pipe(front)
    behind.on('close', () => front.destroy())
    front.on('close', () => behind.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, tunnels, credentials }
}
