import { onTestFinished } from 'vitest'
import * as undici7 from 'undici'
import type { Undici, UndiciTransportOptions } from '../../src/undici/dispatchers.ts'
import { transportOn, type UndiciTransport } from '../../src/undici/undiciTransport.ts'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

/** The versions of undici that the package supports. The newest needs Node 22.19. */
export const undicis: readonly (readonly [version: string, undici: Undici])[] = [
  ['undici 7', undici7],
  ...(major > 22 || (major === 22 && minor >= 19)
    ? [['undici 8', (await import('undici8')) as unknown as Undici] as const]
    : []),
]

/** A transport whose connections close after the test. */
export function transported(undici: Undici, options: UndiciTransportOptions = {}): UndiciTransport {
  const transport = transportOn(undici, options)
  onTestFinished(() => transport.close())
  return transport
}
