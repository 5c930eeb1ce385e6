import type { Cache, DataField, Resolver, ResolverConfig, Variables } from '@urql/exchange-graphcache'

/** A list whose pages can be joined, by the field that returns it. */
export type EndlessList = 'invites' | 'members' | 'projects' | 'roles' | 'userGroupsV2' | 'users' | 'webhooks'

/** The arguments that choose a page. All others, such as `where` and `orderBy`, choose the list. */
const isPaging = (argument: string): boolean => ['skip', 'first', 'from', 'after'].includes(argument)

/** Resolvers that join the pages of these lists, on every type that has lists. */
export function endlessLists(chosen: readonly EndlessList[]): ResolverConfig {
  const fields = Object.fromEntries(chosen.map((list) => [list, joined]))
  return { Organization: fields, Project: fields, Query: fields, User: fields }
}

interface Page {
  readonly args: Variables
  readonly value: DataField | undefined
}

const joined: Resolver = (_parent, args, cache, { parentKey, fieldName, parentFieldKey }) => {
  const own = { args, value: cache.resolve(parentKey, parentFieldKey) }
  // Not read yet, or outdated.
  if (own.value == null) return own.value
  const list = listOf(args)
  const pages = cache
    .inspectFields(parentKey)
    .filter((field) => field.fieldName === fieldName && listOf(field.arguments ?? {}) === list)
    .map(({ fieldKey, arguments: given }): Page => ({ args: given ?? {}, value: cache.resolve(parentKey, fieldKey) }))
  return Array.isArray(own.value) ? joinedByOffset(own, pages) : joinedByCursor(own, pages, cache)
}

/** The list that a page belongs to. */
export const listOf = (args: object): string =>
  JSON.stringify(
    Object.entries(args)
      .filter(([name]) => !isPaging(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const skipOf = ({ args }: Page): number => Number(args['skip'] ?? 0)
const rowsOf = ({ value }: Page): readonly DataField[] => (Array.isArray(value) ? (value as DataField[]) : [])

/** The rows up to the end of the page, from as far up as there is no gap. */
function joinedByOffset(own: Page, pages: readonly Page[]): DataField {
  const end = skipOf(own) + rowsOf(own).length
  const rows: DataField[] = []
  for (const page of [...pages, own]) rowsOf(page).forEach((row, index) => (rows[skipOf(page) + index] = row))
  let start = skipOf(own)
  while (rows[start - 1] !== undefined) start -= 1
  // A list that changed between two pages may have a row on both.
  return [...new Set(rows.slice(start, end))] as DataField
}

/** The rows of the pages that lead to this one, each by its `nextCursor`, and of this one. */
function joinedByCursor(own: Page, pages: readonly Page[], cache: Cache): DataField {
  const nodesOf = ({ value }: Page) => [cache.resolve(value as string, 'nodes') ?? []].flat() as readonly DataField[]
  const before = new Map(pages.map((page) => [cache.resolve(page.value as string, 'nextCursor'), page]))
  const chain = [own]
  for (let first: Page | undefined = own; (first = before.get(cursorOf(first))) && !chain.includes(first);) {
    chain.unshift(first)
  }
  const nextCursor = cache.resolve(own.value as string, 'nextCursor')
  const __typename = cache.resolve(own.value as string, '__typename')
  return { __typename, nextCursor, nodes: [...new Set(chain.flatMap(nodesOf))] as DataField }
}

const cursorOf = ({ args }: Page) => args['from'] ?? args['after']
