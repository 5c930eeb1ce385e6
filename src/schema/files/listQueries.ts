import { relations } from '../../../generated/filters.ts'
import { readDefinitions, type Definition, type Files } from '../documents/definitions.ts'

/** A query with every filter, or every order, that this package can write into a list at run time. */
export interface ListQuery {
  /** The list, such as `users`. */
  readonly list: string
  readonly argument: 'where' | 'orderBy'
  readonly definition: Definition
}

/**
 * The queries of this package's lists, two for each. The lines of their text are those of the table that the filters and
 * orders come from, so that a report names the line of each.
 */
export function listQueries(): ListQuery[] {
  const arguments_ = Object.keys(relations).flatMap((list) =>
    (['where', 'orderBy'] as const).map((argument) => ({ list, argument })),
  )
  const definitions = readDefinitions(listQueryFile())
  return arguments_.map(({ list, argument }) => {
    const name = queryName(list, argument)
    const definition = definitions.find((each) => each.name === name)
    if (definition === undefined) throw new Error(`The query ${name} is missing.`)
    return { list, argument, definition }
  })
}

const tableFile = 'generated/filters.ts'

/** Lines of the table before its first list. */
const headerLines = 8

function listQueryFile(): Files {
  const lines = Object.entries(relations).flatMap(([list, { where, orderBy }]) => {
    const filters = Object.entries(where).map(([name, type]) => ({ name, type, isWritten: isWritten(list, name) }))
    const written = filters.filter((filter) => filter.isWritten)
    const variables = written.map(({ name, type }) => `$${name}: ${type}!`)
    const orders = orderBy.map((order) => `${order}: ${list}(first: 1, orderBy: ${order}) { id }`)
    return [
      `query ${queryName(list, 'where')}(${variables.join(', ')}) { organization {`,
      `    ${list}(first: 1, where: { AND: [`,
      ...filters.map((filter) => (filter.isWritten ? `    { ${filter.name}: $${filter.name} }` : '')),
      '    ] }) { id } } }',
      `query ${queryName(list, 'orderBy')} { organization { ${orders.join(' ')} } }`,
      '',
    ]
  })
  return { [tableFile]: '\n'.repeat(headerLines) + lines.join('\n') }
}

/** Removed projects are never listed, so `refine` writes no filter for them. */
const isWritten = (list: string, filter: string): boolean => !(list === 'projects' && filter === 'deleted')

const queryName = (list: string, argument: ListQuery['argument']): string =>
  `${argument === 'where' ? 'FiltersOf' : 'OrdersOf'}${list.charAt(0).toUpperCase()}${list.slice(1)}`
