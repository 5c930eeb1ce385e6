import { isExcluded } from '../../undici/noProxy.ts'
import type { Environment } from '../io.ts'

/** Explains a failed connection where a proxy is set in a variable that is not used. Its URL may hold a password. */
export function proxyNote(endpoint: string | undefined, environment: Environment): string | undefined {
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined
  const isSet = (name: string): boolean => Boolean(environment[name])
  const name = ['ALL_PROXY', 'all_proxy'].find(isSet)
  if (name === undefined || ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some(isSet)) return undefined
  if (isExcluded(new URL(endpoint), environment['no_proxy'] || environment['NO_PROXY'] || '')) return undefined
  return `The command does not use the proxy in ${name}. Set HTTPS_PROXY.`
}
