import type { TypedDocumentNode } from '@urql/core'
import { withDates, type WithDates } from '../dates.ts'
import { byOffset, Paginated } from '../pagination.ts'
import { refine, type Refinement, type Relation } from '../refine.ts'
import type { CallOptions, RequestOptions } from '../transport/deadline.ts'
import { prepare } from '../transport/document.ts'
import { presentList, type Context } from './context.ts'

/** How a list is fetched. */
export interface PageOptions extends RequestOptions {
  /** Records to ask for in one request. Default 100, as Labelbox's own SDK asks; the API may grant fewer. */
  readonly pageSize?: number | undefined
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

/** A list by `skip` and `first`. */
export function offsetList<Data extends object, Item extends { readonly id: string }>(
  { execute }: Context,
  document: TypedDocumentNode<Data, PageVariables>,
  { pageSize, signal, timeoutMs, deadlineMs, onPartialData, endsAt }: PageOptions & CallOptions,
  itemsOf: (data: Data) => readonly Item[] | null | undefined,
  variables: object = {},
): Paginated<WithDates<Item>> {
  const name = prepare(document).operationName ?? 'The list'
  const pages = byOffset<WithDates<Item> & { readonly id: string }>(name, async (skip, first) => {
    const options = { signal, timeoutMs, deadlineMs, onPartialData, endsAt }
    const data = await execute(document, { ...variables, skip, first }, options)
    return presentList(itemsOf(data), name, data).map(
      (item) => withDates(item) as WithDates<Item> & { readonly id: string },
    )
  })
  return new Paginated<WithDates<Item>>(pages, pageSize)
}
