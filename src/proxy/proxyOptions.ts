import type { TypedDocumentNode } from '@urql/core'
import type { TrustedDocument } from '../../generated/operations.ts'
import { invalid, requireCount, requireDuration, requireFunctions, requireKnown } from '../core/guards.ts'
import type { OnceStore } from '../core/onceStore.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import type { ApiKeySource } from '../transport/endpoints.ts'
import type { PageRefinement } from './pageRequest.ts'

/** What a page asks for, for `authorize`. */
export interface ProxiedOperation {
  /** Its name, `InviteUser` for example. Trusted: it is the document's, not the page's. */
  readonly operationName: string
  /** A mutation changes something. */
  readonly kind: 'query' | 'mutation'
  /** As the page sent them. The names are the document's; the values are not checked. */
  readonly variables: Readonly<Record<string, unknown>>
  /** The filters and orders that the page adds to the document. */
  readonly refinements: readonly PageRefinement[]
  /** What the option `caller` returned. */
  readonly caller: string
}

/** Whether an operation is permitted; `'SIGN_IN'` if the user has to sign in first. */
export type Permission = boolean | 'SIGN_IN'

/** Options of {@link labelboxProxy}. */
export interface LabelboxProxyOptions extends Pick<
  ConnectionOptions,
  | 'endpoint'
  | 'experimentalEndpoint'
  | 'fetch'
  | 'transport'
  | 'allowInsecureHttp'
  | 'rateLimit'
  | 'hooks'
  | 'tracing'
  | 'logger'
  | 'logLevel'
> {
  /** The API key, or a function that returns it, for a setting that is missing while a framework builds. */
  readonly apiKey: ApiKeySource
  /**
   * Whether a user may do this. Asked for each request, after its form is checked and before anything is sent. It has 10
   * seconds. Default: every query, and no mutation. Anyone who reaches the handler may then read, so put your
   * sign-in here.
   *
   * @example
   * authorize: async (request, { kind }) => {
   *   const user = await userOf(request)
   *   if (user === undefined) return 'SIGN_IN'
   *   return kind === 'query' || user.isAdmin
   * }
   */
  readonly authorize?: ((request: Request, operation: ProxiedOperation) => Permission | Promise<Permission>) | undefined
  /**
   * Your own documents: `trustedDocuments` of a file that `@labelbox-org/tools/codegen` wrote, or typed documents of another tool,
   * such as gql.tada. Those of `labelbox-org/operations` are known. Default: none.
   */
  readonly documents?: readonly (TrustedDocument | TypedDocumentNode<unknown, never>)[] | undefined
  /**
   * Names of operations whose response holds a secret, such as `CreateApiKey`, that `authorize` may permit. Default: none,
   * as a page could keep or lose a key.
   */
  readonly secretOperations?: readonly string[] | undefined
  /**
   * Who sends a request, for the limits and for changes that arrive twice: the id of a user, or an address. Default: the
   * request's `Authorization` and `Cookie`.
   */
  readonly caller?: ((request: Request) => string | Promise<string>) | undefined
  /**
   * Origins of the pages that may use the proxy, such as `https://app.example`; the proxy's own has to be among them.
   * Default: the proxy's own origin alone.
   */
  readonly allowedOrigins?: readonly string[] | undefined
  /**
   * Where changes are remembered, so that one that arrives twice is made once: `redisOnceStore` of `labelbox-org/redis` if
   * several processes serve the proxy. Default: in the memory of this process.
   */
  readonly once?: OnceStore | undefined
  /**
   * Maximum requests of one caller at the same time; all callers together may have ten times as many. Default: 32, as
   * lists are read with several requests at once.
   */
  readonly maxConcurrent?: number | undefined
  /** Maximum bytes of a request. Default: 262,144 (256 KiB). */
  readonly maxBodyBytes?: number | undefined
  /** Longest time for a request to Labelbox, in milliseconds. Default: 50,000, so that it ends before the page's 60,000. */
  readonly timeoutMs?: number | undefined
  /** Called with what failed on the server; the page isn't told. Default: `console.error`. */
  readonly onError?: ((error: unknown) => unknown) | undefined
}

/** All of them: without `authorize`, misspelled, anyone who reaches the handler could read. */
export const optionNames = [
  ...['apiKey', 'authorize', 'documents', 'secretOperations', 'caller', 'allowedOrigins', 'once', 'maxConcurrent'],
  ...['maxBodyBytes', 'timeoutMs', 'onError', 'endpoint', 'experimentalEndpoint', 'fetch', 'transport'],
  ...['allowInsecureHttp', 'rateLimit', 'hooks', 'tracing', 'logger', 'logLevel'],
] as const

/** @throws LabelboxError `INVALID_INPUT`, where the mistake is made. */
export function requireProxyOptions(options: LabelboxProxyOptions): void {
  requireKnown(options, optionNames)
  const { apiKey, authorize, caller, onError, once, allowedOrigins, documents, secretOperations } = options
  if ((apiKey as unknown) === undefined) throw invalid(noKey)
  requireFunctions({ authorize, caller, onError })
  for (const [name, list] of Object.entries({ allowedOrigins, documents, secretOperations })) {
    if (list !== undefined && !Array.isArray(list)) throw invalid(`${name} must be a list.`)
  }
  for (const origin of allowedOrigins ?? []) {
    if (!isOrigin(origin)) throw invalid('allowedOrigins must be origins such as https://app.example, without a path.')
  }
  const store = once as Partial<Record<string, unknown>> | undefined
  if (store !== undefined && ['claim', 'settle', 'release', 'read'].some((name) => typeof store[name] !== 'function')) {
    throw invalid('once must be a store such as redisOnceStore of labelbox-org/redis.')
  }
  if (options.maxConcurrent !== undefined) requireCount(options.maxConcurrent, 'maxConcurrent')
  if (options.maxBodyBytes !== undefined) requireCount(options.maxBodyBytes, 'maxBodyBytes')
  if (options.timeoutMs !== undefined) requireDuration(options.timeoutMs, 'timeoutMs')
}

const noKey =
  "labelboxProxy needs an apiKey. If the setting is missing while your framework builds, pass a function: apiKey: () => process.env.LABELBOX_API_KEY ?? ''."

function isOrigin(text: unknown): boolean {
  try {
    return typeof text === 'string' && new URL(text).origin === text
  } catch {
    return false
  }
}
