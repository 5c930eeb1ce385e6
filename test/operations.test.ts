import { readdirSync, readFileSync } from 'node:fs'
import { stringifyDocument, type TypedDocumentNode } from '@urql/core'
import { buildSchema, NoUnusedFragmentsRule, parse, specifiedRules, validate, type GraphQLSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { relations } from '../generated/filters.ts'
import * as operations from '../generated/operations.ts'
import { markedSchema } from '../src/schema/testingMarks.ts'
import { refine, type OrderBy, type Relation, type Where } from '../src/lists/refine.ts'

const read = (path: string): string => readFileSync(new URL(`../graphql/${path}`, import.meta.url), 'utf8')
const sdl = read('schema.graphql')
/** The same with marks, also after some of them are confirmed. */
const marked = markedSchema()

/** Types whose name no source spells out. A comment beside a type is about its name unless it says otherwise. */
const guessedIn = (schema: string) =>
  schema.split('\n').flatMap((line) => {
    const [, name, about] = /^(?:type|input|enum|union|interface|scalar) (\w+).*# inferred(.*)$/.exec(line) ?? []
    return name === undefined || /^: (scalar type|existence|kind)/.test(about ?? '') ? [] : [name]
  })

/** The schema with every guessed name replaced, as the real one may be. */
function renamed(schema: string): GraphQLSchema {
  const names = new Map(guessedIn(schema).map((name) => [name, `T${Math.random().toString(36).slice(2)}`]))
  const text = schema.replace(/#.*$/gm, '').replace(/\b[A-Z]\w*\b/g, (word) => names.get(word) ?? word)
  return buildSchema(text)
}

const problems = (document: TypedDocumentNode<unknown, never> | string, schema = sdl): readonly string[] =>
  validate(renamed(schema), parse(typeof document === 'string' ? document : stringifyDocument(document)), rules).map(
    ({ message }) => message,
  )

/** A fragment is exported as a document too, which uses it nowhere. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule)

const documents = Object.entries(operations).flatMap(([name, document]) =>
  'definitions' in document ? [[name, document] as const] : [],
)

describe('guessed type names', () => {
  test('are the marked ones of the schema, and no certain ones', () => {
    const guessed = guessedIn(marked)
    expect(guessed).toEqual(
      expect.arrayContaining(['UserWhereInput', 'UserOrderByInput', 'Role', 'IamIntegrationSettings']),
    )
    for (const certain of ['User', 'Organization', 'DateTime', 'PageSize', 'ComplexFilter']) {
      expect(guessed).not.toContain(certain)
    }
  })

  test.each(documents)('do not occur in %s', (_, document) => {
    expect(problems(document)).toEqual([])
  })

  const refinements = (['users', 'projects'] as const).flatMap((relation) => [
    ...Object.entries(relations[relation].where)
      .filter(([field]) => relation !== 'projects' || field !== 'deleted')
      .map(([field, type]) => [relation, { where: { [field]: sample(type) } }] as const),
    ...relations[relation].orderBy.map((orderBy) => [relation, { orderBy }] as const),
  ])
  test.each(refinements)('do not occur in a list of %s with %j', (relation, options) => {
    const typed = options as { where?: Where<Relation>; orderBy?: OrderBy<Relation> }
    expect(problems(refine(list(relation), relation, typed).document)).toEqual([])
  })

  test.each([
    ['a fragment on one', '{ roles { ...R } } fragment R on Role { id }'],
    ['a variable of one', 'query ($where: UserWhereInput) { organization { id users(where: $where) { id } } }'],
  ])('would be noticed: %s', (_, document) => {
    expect(validate(buildSchema(sdl), parse(document))).toEqual([])
    expect(problems(document, marked)).not.toEqual([])
  })
})

describe('operation files', () => {
  const files = readdirSync(new URL('../graphql/operations', import.meta.url))

  test('are one for each document', () => {
    const names = files.map((file) => `${file[0]?.toUpperCase() ?? ''}${file.slice(1).replace('.graphql', '')}Document`)
    const exported = documents.map(([name]) => name).filter((name) => !name.endsWith('FragmentDoc'))
    expect(names.sort()).toEqual(exported.sort())
  })

  test.each(files)('%s says what it is for and where it was read', (file) => {
    expect(read(`operations/${file}`)).toMatch(/^# [A-Z][^]*^# Source: \S/m)
  })
})

function list(relation: Relation): TypedDocumentNode<unknown, never> {
  return relation === 'users' ? operations.UsersDocument : operations.ProjectsDocument
}

function sample(type: string): unknown {
  if (type === 'Boolean') return true
  if (type === 'DateTime') return new Date(0)
  return type.startsWith('[') ? ['id'] : 'text'
}
