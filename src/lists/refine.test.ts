import { readFileSync } from 'node:fs'
import { gql, stringifyDocument, type TypedDocumentNode } from '@urql/core'
import fc from 'fast-check'
import { buildSchema, parse, print, validate, type DocumentNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { relations } from '../../generated/filters.ts'
import { GetUserDocument, ProjectsDocument, UsersDocument } from '../../generated/operations.ts'
import { refine, type OrderBy, type Refinement, type Relation, type Where } from './refine.ts'

const schema = buildSchema(readFileSync(new URL('../../graphql/schema.graphql', import.meta.url), 'utf8'))

const documents: Readonly<Record<Relation, TypedDocumentNode<unknown, never>>> = {
  users: UsersDocument,
  projects: ProjectsDocument,
}

/** The parts that refining changes, as printed: the variables, and the arguments of the list. */
const written = (refined: { readonly document: object }) => {
  const text = print(refined.document as DocumentNode)
  return {
    variables: /^query \w+\((.*)\) \{/.exec(text)?.[1],
    arguments: /^ {4}\w+\(([^]*?)\) \{$/m.exec(text)?.[1]?.trim().replace(/\n\s*/g, ', '),
  }
}

describe('refine', () => {
  test('gives the document itself where there is nothing to refine', () => {
    expect(refine(UsersDocument, 'users', {})).toEqual({ document: UsersDocument, variables: {} })
    expect(refine(UsersDocument, 'users', {}).document).toBe(UsersDocument)
    expect(refine(UsersDocument, 'users', { where: { email: undefined } }).document).toBe(UsersDocument)
  })

  test('writes one comparison', () => {
    const refined = refine(UsersDocument, 'users', { where: { email: 'a@example.com' } })
    expect(written(refined)).toEqual({
      variables: '$skip: Int, $first: PageSize, $param_0: String!',
      arguments: 'where: {email: $param_0}, skip: $skip, first: $first',
    })
    expect(refined.variables).toEqual({ param_0: 'a@example.com' })
  })

  test('refines what is refined already: the filters add up, the order is the last one', () => {
    const once = refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
    const twice = refine(once.document, 'users', { where: { id_not: 'u-1' }, orderBy: 'name_DESC' })
    expect(written(twice)).toEqual({
      variables: '$skip: Int, $first: PageSize, $param_0: String!, $param_1: ID!',
      arguments:
        'where: {AND: [{email: $param_0}, {id_not: $param_1}]}, skip: $skip, first: $first, orderBy: name_DESC',
    })
    expect({ ...once.variables, ...twice.variables }).toEqual({ param_0: 'a@example.com', param_1: 'u-1' })
  })

  test('writes an order as a bare value', () => {
    const refined = refine(ProjectsDocument, 'projects', { orderBy: 'createdAt_DESC' })
    expect(written(refined).arguments).toMatch(/, orderBy: createdAt_DESC$/)
    expect(refined.variables).toEqual({})
  })

  test('nests AND for three comparisons, as the SDK does, with each type its own', () => {
    const refined = refine(UsersDocument, 'users', {
      where: { createdAt_gte: new Date(Date.UTC(2026, 0, 1)), id_not: 'u-1', email: 'a@example.com' },
      orderBy: 'email_ASC',
    })
    expect(written(refined)).toEqual({
      variables: '$skip: Int, $first: PageSize, $param_0: DateTime!, $param_1: ID!, $param_2: String!',
      arguments:
        'where: {AND: [{AND: [{createdAt_gte: $param_0}, {id_not: $param_1}]}, {email: $param_2}]}, skip: $skip, first: $first, orderBy: email_ASC',
    })
    expect(refined.variables).toEqual({ param_0: '2026-01-01T00:00:00Z', param_1: 'u-1', param_2: 'a@example.com' })
  })

  test('keeps the filter that a document has', () => {
    expect(written({ document: ProjectsDocument }).arguments).toMatch(/^where: \{deleted: false\},/)
    const refined = refine(ProjectsDocument, 'projects', { where: { name: 'Cats' } })
    expect(written(refined).arguments).toBe(
      'where: {AND: [{deleted: false}, {name: $param_0}]}, skip: $skip, first: $first',
    )
  })

  test('leaves the document that it was given alone', () => {
    const before = JSON.stringify(UsersDocument)
    refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
    expect(JSON.stringify(UsersDocument)).toBe(before)
  })

  const invalidWheres: readonly (readonly [string, object])[] = [
    ['a field that is none', { planted: 'x' }],
    ['a member of every object', { constructor: 'x' }],
    ['null', { email: null }],
    ['a number for a text', { email: 7 }],
    ['a text for a list', { id_in: 'u-1' }],
    ['a list of numbers', { id_in: [1] }],
    ['an invalid date', { createdAt: new Date(NaN) }],
    ['a date for a text', { email: new Date() }],
    ['a number for a date', { createdAt: 0 }],
    ['a text for a boolean', { deleted: 'false' }],
  ]
  test.each(invalidWheres)('refuses %s', (_, where) => {
    expect(() => refine(UsersDocument, 'users', { where: where })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })

  test('refuses projects by deleted, an order that is none, and a document without the list', () => {
    const invalid = expect.objectContaining({ code: 'INVALID_INPUT' }) as Error
    const deleted = { deleted: true } as Where<'projects'>
    expect(() => refine(ProjectsDocument, 'projects', { where: deleted })).toThrow(invalid)
    expect(() => refine(UsersDocument, 'users', { orderBy: 'planted' as 'email_ASC' })).toThrow(invalid)
    expect(() => refine(GetUserDocument, 'users', { orderBy: 'email_ASC' })).toThrow(invalid)
    expect(() => refine(ProjectsDocument, 'users', { orderBy: 'email_ASC' })).toThrow(invalid)
  })

  test('a list under an alias is refined too', () => {
    const document = gql('query { organization { members: users { id } } }')
    expect(stringifyDocument(refine(document, 'users', { orderBy: 'email_ASC' }).document)).toContain(
      'members: users(orderBy: email_ASC)',
    )
  })

  test('any filters in any order with any sort key make a document that the schema accepts', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom<Relation>('users', 'projects')
          .chain((relation) => fc.tuple(fc.constant(relation), refinement(relation))),
        ([relation, options]) => {
          const { document, variables } = refine(documents[relation], relation, options)
          const text = stringifyDocument(document)
          expect(validate(schema, parse(text))).toEqual([])
          expect(Object.keys(variables)).toHaveLength(Object.keys(options.where ?? {}).length)
          for (const name of Object.keys(variables)) expect(text.split(`$${name}`).length - 1).toBeGreaterThanOrEqual(2)
        },
      ),
    )
  })
})

const samples: Readonly<Record<string, unknown>> = {
  DateTime: new Date(0),
  Boolean: true,
  ID: 'id',
  String: 'text',
  '[ID!]': ['id'],
}

function refinement<R extends Relation>(relation: R): fc.Arbitrary<Refinement<R>> {
  const fields = Object.entries(relations[relation].where).filter(([field]) => field !== 'deleted')
  const where = fc
    .shuffledSubarray(fields)
    .map((chosen) => Object.fromEntries(chosen.map(([field, type]) => [field, samples[type]])) as Where<R>)
  const orderBy = fc.constantFrom<OrderBy<R> | undefined>(
    undefined,
    ...(relations[relation].orderBy as readonly OrderBy<R>[]),
  )
  return fc.record({ where, orderBy })
}
