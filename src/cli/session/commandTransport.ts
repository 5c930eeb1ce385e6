// The command bundles these parts of undici, so that nobody has to install it: see `undiciParts` in the build.
import { Agent, Pool, ProxyAgent } from 'undici'
import { toProxyFor } from '../../undici/proxies.ts'
import { transportOn, type UndiciTransport } from '../../undici/undiciTransport.ts'
import type { Environment } from '../io.ts'

/**
 * Sends the requests of the command, through the proxy that the environment names.
 *
 * @throws LabelboxError `INVALID_INPUT` if the proxy for the endpoint can't be used, before anything is sent.
 */
export function commandTransport(environment: Environment, endpoint: string): UndiciTransport {
  if (URL.canParse(endpoint)) toProxyFor('env', environment)(new URL(endpoint))
  return transportOn({ Agent, Pool, ProxyAgent }, { proxy: 'env' }, environment)
}
