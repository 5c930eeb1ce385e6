import type { TypedDocumentNode } from '@urql/core'
import { withDates } from '../core/dates.ts'
import type { WithDates } from '../core/withDates.ts'
import { byOffset, type FetchPage } from '../lists/byOffset.ts'
import { LabelboxError } from '../core/errors.ts'
import { Paginated, type Listing } from '../lists/paginated.ts'
import { refine, type Refinement, type Relation } from '../lists/refine.ts'
import { requireCallOptions } from '../transport/time/deadline.ts'
import type { CallOptions, RequestOptions } from '../core/callOptions.ts'
import { prepare } from '../transport/document.ts'
import { withEither } from '../transport/time/withEither.ts'
import type { Context } from './context.ts'
import { presentList } from './answers.ts'

/** How a list is fetched. */
export interface PageOptions extends RequestOptions {
  /**
   * Records to ask for in one request. Default 100, as Labelbox's own SDK asks; the API may grant fewer. A list that has
   * offsets (members, projects, webhooks) takes 2 or more, as each page begins with the last record of the one before.
   */
  readonly pageSize?: number | undefined
  /**
   * Pages to ask for at once, of a list that has offsets: members, projects, webhooks. The first page is asked for alone,
   * then one, two, four, up to this many ahead of what is wanted. Default 8, as the API answers badly above about 30
   * requests at once; 1 asks for each page when it is wanted.
   */
  readonly concurrency?: number | undefined
}

/** How a list is fetched, narrowed and ordered. */
export interface ListOptions<R extends Relation> extends PageOptions, Refinement<R> {}

interface PageVariables {
  skip?: number | null | undefined
  first?: number | null | undefined
}

/** A list whose options are checked, by `start` too, when it is read: a method that lists throws nothing at once. */
export const listOf = <T>(options: CallOptions, start: () => Listing<T>): Paginated<T> =>
  new Paginated(() => {
    requireCallOptions(options)
    return start()
  })

/** A relation of the organization that can be narrowed and ordered. */
export const relation = <R extends Relation, Data extends object, Item extends { readonly id: string }>(
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

/** A list by `skip` and `first`; `variables` gives the others that its document has. */
export const offsetList = <Data extends object, Item extends { readonly id: string }>(
  context: Context,
  document: TypedDocumentNode<Data, never>,
  options: PageOptions & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
  variables: () => object = () => ({}),
): Paginated<WithDates<Item>> => listOf(options, () => byOffsetOf(context, document, options, itemsOf, variables()))

function byOffsetOf<Data extends object, Item extends { readonly id: string }>(
  { execute }: Context,
  document: TypedDocumentNode<Data, never>,
  { pageSize, concurrency, signal, timeoutMs, deadlineMs, onPartialData, endsAt }: PageOptions & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
  variables: object,
): Listing<WithDates<Item>> {
  const name = prepare(document).operationName ?? 'The list'
  if (pageSize === 1) throw new LabelboxError({ code: 'INVALID_INPUT', message: onePerPage })
  type Dated = WithDates<Item> & { readonly id: string }
  const fetchPage: FetchPage<Dated> = (skip, first, unwanted) =>
    withEither(signal, unwanted, async (either) => {
      const options = { signal: either, timeoutMs, deadlineMs, onPartialData, endsAt }
      const data = await execute(document as TypedDocumentNode<Data, object>, { ...variables, skip, first }, options)
      return presentList(itemsOf(data), name, data).map((item) => withDates(item) as Dated)
    })
  return { pages: byOffset<Dated>(name, fetchPage, concurrency), pageSize }
}

const onePerPage =
  'pageSize must be 2 or more here: with one record per page, a change of the list between two pages would go unnoticed.'
