import { readFileSync } from 'node:fs'
import {
  buildSchema,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
} from 'graphql'
import { expect, it } from 'vitest'
import { relations } from '../generated/filters.ts'
import * as operations from '../generated/operations.ts'
import { refine, type Relation } from '../src/lists/refine.ts'
import { withLiteralPages } from '../src/core/literalPages.ts'
import { filterTypes, fragmentFacts, placeFacts } from './support/wireFacts.ts'

const sdl = readFileSync('graphql/schema.graphql', 'utf8')
const schema = buildSchema(sdl)

/** The documents of the package, as they are sent. */
const documents = Object.values(operations)
  .filter((value) => typeof value === 'object' && 'definitions' in value)
  .map((document) => withLiteralPages(document as never, { first: 100 }).document as DocumentNode)

/** Each variable with its type, at each place where it is passed: `Mutation.updateUser(where:).id`. */
function places(document: DocumentNode): readonly { readonly place: string; readonly type: string }[] {
  const types = new Map<string, string>()
  visit(document, {
    VariableDefinition: ({ variable, type }) => void types.set(variable.name.value, print(type)),
  })
  const found: { place: string; type: string }[] = []
  const info = new TypeInfo(schema)
  const path: string[] = []
  visit(
    document,
    visitWithTypeInfo(info, {
      VariableDefinition: () => false as const,
      Argument: {
        enter: ({ name }) =>
          void path.push(`${String(info.getParentType())}.${info.getFieldDef()?.name ?? ''}(${name.value}:)`),
        leave: () => void path.pop(),
      },
      ObjectField: { enter: ({ name }) => void path.push(name.value), leave: () => void path.pop() },
      Variable: ({ name }) => void found.push({ place: path.join('.'), type: types.get(name.value) ?? '' }),
    }),
  )
  return found
}

it('every variable has a fact for its type at its place', () => {
  const passed = documents.flatMap(places)
  // A variable that is never null fits an input whether or not that may be null; the reverse is refused.
  const unproven = passed.filter(
    ({ place, type }) =>
      !placeFacts.some(([known, fact]) => known.test(place) && (type === fact || type === `${fact}!`)),
  )

  expect(passed.length).toBeGreaterThan(100)
  expect(unproven).toEqual([])
})

it('every fact is needed', () => {
  const passed = documents.flatMap(places)
  expect(placeFacts.filter(([known]) => !passed.some(({ place }) => known.test(place)))).toEqual([])
})

it('every fragment names a type that a source names', () => {
  const named = documents.flatMap(({ definitions }) => {
    const conditions: string[] = []
    const note = ({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode): void => {
      if (typeCondition !== undefined) conditions.push(typeCondition.name.value)
    }
    visit({ kind: Kind.DOCUMENT, definitions }, { FragmentDefinition: note, InlineFragment: note })
    return conditions
  })

  expect([...new Set(named)].sort()).toEqual(Object.keys(fragmentFacts))
  for (const type of named) expect(sdl).toMatch(new RegExp(`^type ${type} \\{$`, 'm'))
})

it.each(Object.keys(relations) as Relation[])('filters of %s name no type but scalars and known enums', (relation) => {
  const document = relation === 'users' ? operations.UsersDocument : operations.ProjectsDocument
  for (const [field, type] of Object.entries(relations[relation].where)) {
    if (relation === 'projects' && field === 'deleted') continue
    const value = type.startsWith('[') ? ['a'] : type === 'Boolean' ? true : '2026-01-01T00:00:00Z'
    const refined = refine(document as never, relation, { where: { [field]: value } }).document
    const declared = [...print(refined as DocumentNode).matchAll(/\$param_\d+: \[?(\w+)!?\]?!/g)].map(
      ([, name]) => name,
    )
    expect(declared).toHaveLength(1)
    expect([...filterTypes, 'MediaType']).toContain(declared[0])
  }
})
