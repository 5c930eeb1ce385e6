import type { TypedDocumentNode } from '@urql/core'
import { withDates, type WithDates } from '../dates.ts'
import { byOffset, type FetchPage } from '../byOffset.ts'
import { Paginated } from '../pagination.ts'
import { refine, type Refinement, type Relation } from '../refine.ts'
import type { CallOptions, RequestOptions } from '../transport/deadline.ts'
import { prepare } from '../transport/document.ts'
import { withEither } from '../transport/withEither.ts'
import { presentList, type Context } from './context.ts'

/** How a list is fetched. */
export interface PageOptions extends RequestOptions {
  /** Records to ask for in one request. Default 100, as Labelbox's own SDK asks; the API may grant fewer. */
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

/** A relation of the organization that can be narrowed and ordered. */
export function relation<R extends Relation, Data extends object, Item extends { readonly id: string }>(
  context: Context,
  list: TypedDocumentNode<Data, PageVariables>,
  name: R,
  options: ListOptions<R> & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
): Paginated<WithDates<Item>> {
  const { document, variables } = refine(list, name, options)
  return offsetList(context, document, options, itemsOf, variables)
}

/** A list by `skip` and `first`; `variables` are the others that its document has. */
export function offsetList<Data extends object, Item extends { readonly id: string }>(
  { execute }: Context,
  document: TypedDocumentNode<Data, never>,
  { pageSize, concurrency, signal, timeoutMs, deadlineMs, onPartialData, endsAt }: PageOptions & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
  variables: object = {},
): Paginated<WithDates<Item>> {
  const name = prepare(document).operationName ?? 'The list'
  type Dated = WithDates<Item> & { readonly id: string }
  const fetchPage: FetchPage<Dated> = (skip, first, unwanted) =>
    withEither(signal, unwanted, async (either) => {
      const options = { signal: either, timeoutMs, deadlineMs, onPartialData, endsAt }
      const data = await execute(document as TypedDocumentNode<Data, object>, { ...variables, skip, first }, options)
      return presentList(itemsOf(data), name, data).map((item) => withDates(item) as Dated)
    })
  const pages = byOffset<Dated>(name, fetchPage, concurrency)
  return new Paginated<WithDates<Item>>(pages, pageSize)
}
