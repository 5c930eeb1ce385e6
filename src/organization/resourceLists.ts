import type { TypedDocumentNode } from '@urql/core'
import type { CallOptions, RequestOptions } from '../core/callOptions.ts'
import { withDates } from '../core/dates.ts'
import { invalid } from '../core/guards.ts'
import type { WithDates } from '../core/withDates.ts'
import { byOffset, type FetchPage } from '../lists/byOffset.ts'
import { Paginated, type Listing } from '../lists/paginated.ts'
import { refine, type Refinement, type Relation } from '../lists/refine.ts'
import { prepare } from '../transport/document.ts'
import { requireCallOptions } from '../transport/requireCallOptions.ts'
import { withEither } from '../transport/time/withEither.ts'
import type { Context } from './context.ts'
import { requireList } from './responses.ts'

/** Options of a list whose pages are requested one after another. Those of a call hold for each page. */
export interface CursorPageOptions extends RequestOptions {
  /**
   * Records to request per page. Default: 100, as Labelbox's own SDK requests; the API may return fewer. Lists of members,
   * projects and webhooks need 2 or more, because each page repeats the last record of the page before to detect changes.
   */
  readonly pageSize?: number | undefined
}

/** Options of a list. Those of a call hold for each page. */
export interface PageOptions extends CursorPageOptions {
  /**
   * Pages to request at the same time, for lists of members, projects and webhooks. The first page is requested alone,
   * then one, two, four, up to this many ahead. With 1, each page is requested when you read it. Default: 8, because the
   * API responds poorly to more than about 30 requests at once.
   */
  readonly concurrency?: number | undefined
}

/** Options of a list that can be filtered (`where`) and ordered (`orderBy`). */
export interface ListOptions<R extends Relation> extends PageOptions, Refinement<R> {}

interface PageVariables {
  skip?: number | null | undefined
  first?: number | null | undefined
}

/** Creates a list whose options are checked when it is read, because methods that list do not throw. */
export const listOf = <T>(options: CallOptions, start: () => Listing<T>): Paginated<T> =>
  new Paginated(() => {
    requireCallOptions(options)
    return start()
  })

/** Creates a list by offset that can be filtered and ordered. */
export const refinedList = <R extends Relation, Data extends object, Item extends { readonly id: string }>(
  context: Context,
  list: TypedDocumentNode<Data, PageVariables>,
  name: R,
  options: ListOptions<R> & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
): Paginated<WithDates<Item>> =>
  listOf(options, () => {
    const { document, variables } = refine(list, name, options)
    return byOffsetOf(context, document, options, itemsOf, variables)
  })

/**
 * Creates a list by offset; `variables` returns those of its document except for `skip` and `first`, and `explained` the
 * error to throw in place of another.
 */
export const offsetList = <Data extends object, Item extends { readonly id: string }>(
  context: Context,
  document: TypedDocumentNode<Data, never>,
  options: PageOptions & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
  variables: () => object = () => ({}),
  explained?: (error: unknown) => unknown,
): Paginated<WithDates<Item>> =>
  listOf(options, () => byOffsetOf(context, document, options, itemsOf, variables(), explained))

function byOffsetOf<Data extends object, Item extends { readonly id: string }>(
  { execute }: Context,
  document: TypedDocumentNode<Data, never>,
  { pageSize, concurrency, signal, timeoutMs, deadlineMs, onPartialData, endsAt }: PageOptions & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
  variables: object,
  explained: (error: unknown) => unknown = (error) => error,
): Listing<WithDates<Item>> {
  const name = prepare(document).operationName ?? 'The list'
  if (pageSize === 1) throw invalid(onePerPage)
  type Dated = WithDates<Item> & { readonly id: string }
  const fetchPage: FetchPage<Dated> = (skip, first, unwanted) =>
    withEither(signal, unwanted, async (either) => {
      const options = { signal: either, timeoutMs, deadlineMs, onPartialData, endsAt }
      const data = await execute(document as TypedDocumentNode<Data, object>, { ...variables, skip, first }, options)
      return requireList(itemsOf(data), name, data).map((item) => withDates(item) as Dated)
    }).catch((error: unknown) => {
      throw explained(error)
    })
  return { pages: byOffset<Dated>(name, fetchPage, concurrency), pageSize }
}

const onePerPage =
  'pageSize must be 2 or more for this list: with one record per page, changes between two pages would go unnoticed.'
