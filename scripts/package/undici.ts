// Compiled against the packed types.
import { Labelbox, type Transport } from 'labelbox-org'
import { undiciTransport, type UndiciTransport, type UndiciTransportOptions } from 'labelbox-org/undici'

const options: UndiciTransportOptions = { proxy: new URL('http://proxy.example.com:8080'), connections: 10 }
const own: UndiciTransport = undiciTransport(options)
export const transport: Transport = own
export const labelbox = new Labelbox({ apiKey: 'key', transport: own })
export const closed: Promise<void> = own.close()
