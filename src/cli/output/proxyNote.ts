import { isDirect, proxyVariable, variableOf } from '../../undici/proxies.ts'
import type { Environment } from '../io.ts'

/** Explains a failed connection where a proxy is set in a variable that is not used. Its URL may hold a password. */
export function proxyNote(endpoint: string | undefined, environment: Environment): string | undefined {
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined
  const unused = variableOf('all_proxy', environment)
  const server = new URL(endpoint)
  if (unused === undefined || isDirect(server, environment) || proxyVariable(server, environment)) return undefined
  const needed = server.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY'
  return `The command does not use the proxy in ${unused.name}. Set ${needed}.`
}
