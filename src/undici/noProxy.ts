import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/**
 * Whether `NO_PROXY` says that a server is reached without a proxy. An entry is a name with its subdomains, an address, a
 * network, or `*`; it may have a port.
 *
 * @param url Its port may be the one of its protocol, which `URL` leaves out.
 */
export function isExcluded({ protocol, hostname, port }: URL, list: string): boolean {
  const host = { name: withoutDot(unbracketed(hostname)), port: port || (protocol === 'http:' ? '80' : '443') }
  return list.split(/[\s,]/).some((entry) => entry !== '' && excludes(entry.toLowerCase(), host))
}

interface Host {
  readonly name: string
  readonly port: string
}

function excludes(entry: string, host: Host): boolean {
  const [network = '', prefix] = entry.split('/')
  if (prefix !== undefined) return /^\d+$/.test(prefix) && isWithin(host.name, unbracketed(network), Number(prefix))
  // An IPv6 address contains colons.
  const colon = isIP(entry) === 6 || entry.endsWith(']') ? -1 : entry.lastIndexOf(':')
  const [named, port] = colon < 0 ? [entry, host.port] : [entry.slice(0, colon), entry.slice(colon + 1)]
  if (port !== host.port) return false
  if (named === '*') return true
  const name = inAscii(withoutDot(unbracketed(named).replace(/^\*?\./, '')))
  if (isIP(host.name) > 0) return isWithin(host.name, name, isIP(name) === 6 ? 128 : 32)
  return name !== '' && (host.name === name || host.name.endsWith(`.${name}`))
}

const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, '$1')

/** `example.com.` is `example.com`. */
const withoutDot = (name: string): string => name.replace(/\.$/, '')

/** As `URL` writes it: `bücher.de` is `xn--bcher-kva.de`. */
const inAscii = (name: string): string => (/[^ -~]/.test(name) ? domainToASCII(name) : name)

/** Addresses are written in several ways, so they are compared as numbers. */
function isWithin(address: string, network: string, prefix: number): boolean {
  const family = isIP(network)
  if (family === 0 || isIP(address) !== family || prefix > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const networks = new BlockList()
  networks.addSubnet(network, prefix, type)
  return networks.check(address, type)
}
