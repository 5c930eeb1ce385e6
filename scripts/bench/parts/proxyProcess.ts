// A proxy in a separate process, in front of the API whose URL is its argument.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { labelboxProxy, toNodeHandler } from '../dist.ts'

const proxy = labelboxProxy({ apiKey: 'key', endpoint: process.argv[2] })
const server = createServer(toNodeHandler(proxy))
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
