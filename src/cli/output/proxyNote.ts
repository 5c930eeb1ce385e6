import { BlockList, isIP } from 'node:net'
import type { Environment } from '../io.ts'

/** The variables that name a proxy, the best match for the endpoint first. */
const namesFor = (protocol: string): readonly string[] =>
  protocol === 'http:' ? ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] : ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY']

/** Explains a failed connection where a proxy is set but not used. The proxy's URL may hold a password and is not shown. */
export function proxyNote(endpoint: string | undefined, environment: Environment): string | undefined {
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined
  const { protocol, hostname, port } = new URL(endpoint)
  const name = namesFor(protocol)
    .flatMap((upper) => [upper, upper.toLowerCase()])
    .find((each) => Boolean(environment[each]))
  if (name === undefined || isUsedByNode(environment)) return undefined
  const host = { hostname: hostname.replace(/^\[|\]$/g, ''), port: port || (protocol === 'http:' ? '80' : '443') }
  if (isExcluded(host, environment['NO_PROXY'] || environment['no_proxy'] || '')) return undefined
  const advice = canUse ? ' Set NODE_USE_ENV_PROXY=1 to make Node use it.' : ''
  return `This command does not use the proxy in ${name}.${advice}`
}

/** Since 22.21 and 24.5, Node uses the proxy itself where it is asked to. */
const canUse = process.allowedNodeEnvironmentFlags.has('--use-env-proxy')

const isUsedByNode = ({ NODE_USE_ENV_PROXY: use, NODE_OPTIONS: options = '' }: Environment): boolean =>
  canUse && (use === '1' || [...process.execArgv, ...options.split(/\s/)].includes('--use-env-proxy'))

interface Host {
  readonly hostname: string
  readonly port: string
}

/** An entry is a name with its subdomains, an address, a network, or `*`; it may have a port. */
const isExcluded = (host: Host, list: string): boolean =>
  list.split(/[\s,]/).some((entry) => entry !== '' && excludes(entry.toLowerCase(), host))

function excludes(entry: string, { hostname, port }: Host): boolean {
  if (entry === '*') return true
  const [network = '', prefix] = entry.split('/')
  if (prefix !== undefined) return isWithin(hostname, network, Number(prefix))
  // An IPv6 address contains colons.
  const colon = isIP(entry) === 6 || entry.endsWith(']') ? -1 : entry.lastIndexOf(':')
  const [name, only] = colon < 0 ? [entry, port] : [entry.slice(0, colon), entry.slice(colon + 1)]
  const suffix = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
  return only === port && (hostname === suffix || hostname.endsWith(`.${suffix}`))
}

function isWithin(hostname: string, network: string, prefix: number): boolean {
  const family = isIP(network)
  if (family === 0 || isIP(hostname) !== family || !(prefix >= 0 && prefix <= (family === 4 ? 32 : 128))) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const networks = new BlockList()
  networks.addSubnet(network, prefix, type)
  return networks.check(hostname, type)
}
