import { Client } from '@urql/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { giving } from './support/httpServer.ts'
import { serving } from './support/serving.ts'
import { Labelbox } from '../src/labelbox.ts'
import { labelboxExchange } from '../src/urql/exchange.ts'
import { createLabelboxClient } from '../src/urql/labelboxClient.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

/** The global object of each place. */
const places: readonly (readonly [name: string, globals: Readonly<Record<string, unknown>>, isPage: boolean])[] = [
  ['a page', { window: globalThis, document: {} }, true],
  ['a frame, a desktop app or jsdom', { window: {}, document: {}, process: { env: {} } }, true],
  ['a worker of a page', { self: globalThis, WorkerGlobalScope: Object }, false],
  ['an older Deno', { window: globalThis, Deno: {} }, false],
  ['React Native', { window: globalThis, navigator: { product: 'ReactNative' } }, false],
  ['a server that renders pages', {}, false],
]

/** The functions that take a key. */
const takers: readonly (readonly [name: string, take: (options: object) => unknown])[] = [
  ['Labelbox', (options) => new Labelbox(options)],
  ['labelboxExchange', (options) => labelboxExchange(options)],
  ['createLabelboxClient', (options) => createLabelboxClient(options)],
]

describe.each(takers)('%s', (_taker, take) => {
  it.each(places)('in %s', (_place, globals, isPage) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
    for (const apiKey of ['planted-key', () => 'planted-key', () => Promise.resolve('planted-key')]) {
      if (!isPage) {
        expect(() => take({ apiKey })).not.toThrow()
        continue
      }
      for (const dangerouslyAllowBrowser of [undefined, false, 'yes', 1]) {
        expect(() => take({ apiKey, dangerouslyAllowBrowser })).toThrow('An API key must not be in a page')
        expect(() => take({ apiKey, dangerouslyAllowBrowser })).not.toThrow('planted-key')
      }
      expect(() => take({ apiKey, dangerouslyAllowBrowser: true })).not.toThrow()
    }
  })
})

describe('in a page', () => {
  const inPage = () => {
    vi.stubGlobal('window', globalThis)
    vi.stubGlobal('document', {})
  }

  it('refuses a key that a bundler inlined for the environment variable', () => {
    vi.stubEnv('LABELBOX_API_KEY', 'planted-key')
    inPage()
    expect(() => new Labelbox()).toThrow('An API key must not be in a page')
  })

  it('explains where the key belongs instead of asking for one', () => {
    vi.stubEnv('LABELBOX_API_KEY', '')
    inPage()
    expect(() => new Labelbox()).toThrow(/a page must not hold one.*new Labelbox\(\{ client \}\)/)
    expect(() => new Labelbox()).not.toThrow(/[Pp]ass one/)
    vi.unstubAllGlobals()
    expect(() => new Labelbox()).toThrow('Pass one')
  })

  it('sends through the page’s server without a key', async () => {
    inPage()
    const { origin } = await serving(giving({ user: { id: 'u-1' } }))
    const client = new Client({ url: origin, exchanges: [labelboxExchange({ endpoint: origin })] })
    expect(await new Labelbox({ client }).getUser()).toMatchObject({ id: 'u-1' })
  })
})
