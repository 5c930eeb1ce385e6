import { readFileSync } from 'node:fs'
import { buildSchema, Kind, parse, print, validate, visit, type OperationDefinitionNode } from 'graphql'
import { expect, it } from 'vitest'
import { relations } from '../../../generated/filters.ts'
import { sdl } from '../../../generated/schema.ts'
import { refine, type Relation } from '../../lists/refine.ts'
import { documentOf, placeOf } from '../documents/definitions.ts'
import { listQueries } from './listQueries.ts'

/** The filters with their variables' types, and the orders, that a document writes; each with its line. */
function writtenIn(node: OperationDefinitionNode): ReadonlyMap<string, number> {
  const types = new Map(node.variableDefinitions?.map(({ variable, type }) => [variable.name.value, print(type)]))
  const found = new Map<string, number>()
  visit(node, {
    ObjectField: ({ name, value, ...rest }) => {
      if (value.kind !== Kind.VARIABLE) return
      found.set(`${name.value}: ${types.get(value.name.value) ?? ''}`, placeOf({ name, value, ...rest }).line)
    },
    EnumValue: (value) => void found.set(value.value, placeOf(value).line),
  })
  return found
}

const operationOf = (document: { readonly definitions: readonly unknown[] }) =>
  document.definitions[0] as OperationDefinitionNode

/** What `refine` writes for one filter or order. */
function refined(list: Relation, refinement: object): readonly string[] {
  const document = parse(`query { organization { ${list} { id } } }`)
  try {
    return [...writtenIn(operationOf(refine(document, list, refinement).document)).keys()]
  } catch {
    return []
  }
}

const samples: Readonly<Record<string, unknown>> = { Boolean: true, '[ID!]': ['id'] }

it.each(listQueries())(
  'the query of $list, $argument, writes all that refine can, and the snapshot allows it',
  (query) => {
    const list = query.list as Relation
    const { where, orderBy } = relations[list]
    const own = query.definition.node as OperationDefinitionNode
    const all =
      query.argument === 'where'
        ? Object.entries(where).flatMap(([name, type]) => refined(list, { where: { [name]: samples[type] ?? 'text' } }))
        : orderBy.flatMap((order) => refined(list, { orderBy: order }))

    expect([...writtenIn(own).keys()]).toEqual(all)
    expect(all.length).toBeGreaterThan(15)
    expect(validate(buildSchema(sdl), documentOf(query.definition))).toEqual([])
  },
)

it('names the line of each filter and order in the table', () => {
  const lines = readFileSync('generated/filters.ts', 'utf8').split('\n')
  for (const { definition } of listQueries()) {
    for (const [written, line] of writtenIn(definition.node as OperationDefinitionNode)) {
      expect(lines[line - 1]).toMatch(new RegExp(`\\b${written.replace(/:.*/, '')}\\b`))
    }
  }
})
