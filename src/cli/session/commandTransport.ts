// The command bundles these parts of undici, so that nobody has to install it: see `undiciParts` in the build.
import { Agent, Pool, ProxyAgent } from 'undici'
import { transportOn, type UndiciTransport } from '../../undici/undiciTransport.ts'
import type { Environment } from '../io.ts'

/** Sends the requests of the command, through the proxy that the environment names. */
export const commandTransport = (environment: Environment): UndiciTransport =>
  transportOn({ Agent, Pool, ProxyAgent }, { proxy: 'env' }, environment)
