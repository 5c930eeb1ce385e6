import { composeExchanges, type Exchange } from '@urql/core'
import {
  cacheExchange,
  offlineExchange,
  type CacheExchangeOpts,
  type Logger,
  type StorageAdapter,
} from '@urql/exchange-graphcache'
import type { CacheRules } from './cacheRules.ts'
import { endlessLists, type EndlessList } from './endlessLists.ts'
import { endlessReads } from './endlessReads.ts'
import { entityKeys } from './entityKeys.ts'
import { withOwnKeys } from './equalMutations.ts'
import { withFailedResults } from './failedResults.ts'
import { isOfflineError } from './offlineErrors.ts'
import { optimisticAnswers } from './optimisticAnswers.ts'
import { updates } from './outdatedFields.ts'
import { withoutOutdated } from './outdatedResults.ts'

/** Options of {@link labelboxCache}. */
export interface LabelboxCacheOptions extends CacheRules {
  /**
   * Lists that grow as a page asks for more of them: a query with `skip: 200` gets the rows before it as well, as far as
   * the cache has them. Default: none, so that a query gets the rows that it asks for.
   *
   * @example
   * labelboxCache({ endless: ['users', 'projects'] })
   */
  readonly endless?: readonly EndlessList[] | undefined
  /**
   * Keeps the cache when the page is closed, and answers from it without a connection. Names and addresses of people then
   * stay in the browser. Default: none.
   *
   * @example
   * labelboxCache({ storage: makeDefaultStorage() }) // from '@urql/exchange-graphcache/default-storage'
   */
  readonly storage?: StorageAdapter | undefined
  /** Gets the warnings of graphcache's development build. Default: the console. */
  readonly logger?: Logger | undefined
}

/**
 * Makes graphcache know Labelbox: what is one record, what each mutation changes, what a page may show before the API has
 * answered. It takes the place of urql's `cacheExchange`.
 *
 * @example
 * const client = new Client({
 *   url: '/api/labelbox',
 *   exchanges: [labelboxCache(), labelboxExchange({ endpoint: '/api/labelbox', trustedDocuments: true })],
 * })
 */
export function labelboxCache(options: LabelboxCacheOptions = {}): Exchange {
  const { endless = [], storage, logger = toConsole, ...own } = options
  const rules = {
    keys: entityKeys(own.keys ?? {}),
    resolvers: merged(endlessLists(endless), own.resolvers),
    updates: merged({ Mutation: updates }, own.updates),
    optimistic: { ...optimisticAnswers, ...own.optimistic },
    logger: withoutFragments(logger),
  } as CacheExchangeOpts
  const cache = storage === undefined ? cacheExchange(rules) : offlineExchange({ ...rules, storage, isOfflineError })
  return composeExchanges([
    ...(endless.length === 0 ? [] : [endlessReads(endless)]),
    withoutOutdated(withOwnKeys(withFailedResults(cache))),
  ])
}

type Rule = (...args: never[]) => unknown
type Rules = Readonly<Record<string, Readonly<Record<string, Rule>>>>

/** The rules of both. Where both have a rule for a field, yours runs after the package's, and its value counts. */
function merged(packages: object, own: object = {}): Rules {
  const ours = packages as Rules
  const all: Record<string, Rules[string]> = { ...ours }
  for (const [type, rules] of Object.entries(own as Rules)) {
    const both = Object.entries(rules).map(([field, rule]): [string, Rule] => {
      const first = ours[type]?.[field]
      return [
        field,
        (...args) => {
          first?.(...args)
          return rule(...args)
        },
      ]
    })
    all[type] = { ...ours[type], ...Object.fromEntries(both) }
  }
  return all
}

const toConsole: Logger = (severity, message) => {
  if (severity !== 'debug') console[severity](message)
}

/**
 * Leaves out what graphcache warns about without a schema, and what is not wrong: fields without a value, which are those
 * of failed parts and of fragments on other members of a union; and such fragments on the settings of an integration.
 */
const withoutFragments =
  (logger: Logger): Logger =>
  (severity, message) => {
    if (!/^Invalid undefined|IamIntegrationSettings`/.test(message)) logger(severity, message)
  }
