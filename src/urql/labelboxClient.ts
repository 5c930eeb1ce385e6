import { cacheExchange, Client, type Exchange } from '@urql/core'
import { invalid, requireFunctions } from '../core/guards.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import { defaultEndpoint } from '../core/experimentalUrl.ts'
import { labelboxExchange } from './exchange.ts'

/** Options of {@link createLabelboxClient}: those of the delivery, and what a urql client has beside it. */
export interface LabelboxClientOptions extends ConnectionOptions {
  /**
   * The cache: an exchange such as graphcache. Default: urql's document cache, which reads a list again after a mutation
   * that changes it.
   */
  readonly cache?: Exchange | undefined
  /** Your own exchanges, in front of the cache, such as `devtoolsExchange` or `mapExchange`. Default: none. */
  readonly exchanges?: readonly Exchange[] | undefined
  /**
   * urql's `ssrExchange`, which hands the results of the server's rendering to the page. Default: none.
   *
   * @example
   * const ssr = ssrExchange({ isClient: true, initialState: window.__URQL__ })
   */
  readonly ssr?: Exchange | undefined
  /** Whether hooks suspend while they load. Default: `false`. */
  readonly suspense?: boolean | undefined
}

/**
 * Makes a urql client: your exchanges, a cache, server rendering, and {@link labelboxExchange}, in the order that they
 * need. Pass it to the bindings of React, Vue, Svelte, Solid or Preact, or use it without any.
 *
 * In a page, `endpoint` is the path of your own server, where `labelbox-org/proxy` adds the key; it gets the ids of
 * documents. For a server of yours that takes text, set `trustedDocuments: false`. On a server, pass an `apiKey`.
 *
 * @throws LabelboxError `INVALID_INPUT` for a wrong option, for an `apiKey` in a page, and if there is neither an `apiKey`
 * nor an `endpoint`.
 * @example
 * const client = createLabelboxClient({ endpoint: '/api/labelbox' })
 * const { data, error } = await client.query(UsersDocument, { skip: 0, first: 100 })
 */
export function createLabelboxClient(options: LabelboxClientOptions): Client {
  const { cache = cacheExchange, exchanges = [], ssr, suspense = false, ...connection } = options
  if (connection.endpoint === undefined && connection.apiKey === undefined) throw invalid(noEndpoint)
  requireFunctions({ cache, ssr })
  const delivery = { ...connection, trustedDocuments: connection.trustedDocuments ?? connection.apiKey === undefined }
  return new Client({
    // urql requires it; the exchange below has its own.
    url: String(connection.endpoint ?? defaultEndpoint),
    suspense,
    exchanges: [...exchanges, cache, ...(ssr === undefined ? [] : [ssr]), labelboxExchange(delivery)],
  })
}

const noEndpoint =
  "createLabelboxClient needs an endpoint, the path of your own server that adds the key: createLabelboxClient({ endpoint: '/api/labelbox' }). On a server it can be an apiKey."
