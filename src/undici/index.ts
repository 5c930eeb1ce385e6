/**
 * A transport on undici's dispatcher, for programs on Node. It needs `undici` 7 or 8.
 *
 * @packageDocumentation
 */
import * as undici from 'undici'
import { Agent, Pool, ProxyAgent } from 'undici'
import { invalid } from '../core/guards.ts'
import type { UndiciTransportOptions } from './dispatchers.ts'
import { transportOn, type UndiciTransport } from './undiciTransport.ts'

export type { IncomingResponse, OutgoingRequest, Transport } from '../transport/transport.ts'
export type { UndiciTransport, UndiciTransportOptions }

/**
 * Sends the requests of a client by undici's dispatcher instead of `fetch`: the option `transport` of `Labelbox`,
 * `labelboxExchange`, `createLabelboxClient` and `labelboxProxy`. Calls take less processor time, and an error says more
 * often that nothing was sent: undici knows when a request goes out.
 *
 * All promises of the client hold. Redirects are refused, responses have a maximum size, an abort closes the connection,
 * and a change is sent at most once for each attempt.
 *
 * Clients that share one transport share its connections.
 *
 * @example
 * const transport = undiciTransport({ proxy: 'env', ca: await readFile('corporate-ca.pem') })
 * const labelbox = new Labelbox({ apiKey, transport })
 * @throws LabelboxError `INVALID_INPUT` if an option is wrong, or undici is older than 7. The message
 *   holds no credentials of a proxy.
 */
export const undiciTransport = (options: UndiciTransportOptions = {}): UndiciTransport => {
  // npm allows older versions beside this package, for programs that don't use this entry. undici does not tell its version;
  // those before 7 lack this member.
  if (!('cacheStores' in undici)) {
    throw invalid(
      'labelbox-org/undici needs undici 7 or 8, and an older version is installed. Run: npm install undici@7',
    )
  }
  return transportOn({ Agent, Pool, ProxyAgent }, options)
}
