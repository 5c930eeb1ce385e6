import { readFileSync } from 'node:fs'
import { gql, stringifyDocument, type TypedDocumentNode } from '@urql/core'
import fc from 'fast-check'
import { buildSchema, parse, print, validate, visit, type DocumentNode, type ValueNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { relations } from '../../generated/filters.ts'
import { GetUserDocument, ProjectsDocument, UsersDocument } from '../../generated/operations.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { LabelboxError } from '../core/errors.ts'
import { createLabelboxClient } from '../urql/labelboxClient.ts'
import { refine, refineBy, type OrderBy, type Refinement, type Relation, type Where } from './refine.ts'

const schema = buildSchema(readFileSync(new URL('../../graphql/schema.graphql', import.meta.url), 'utf8'))

const documents: Readonly<Record<Relation, TypedDocumentNode<unknown, never>>> = {
  users: UsersDocument,
  projects: ProjectsDocument,
}

/** The printed parts that refining changes: the variables, and the arguments of the list. */
const written = (refined: { readonly document: object }) => {
  const text = print(refined.document as DocumentNode)
  return {
    variables: /^query \w+\((.*)\) \{/.exec(text)?.[1],
    arguments: /^ {4}\w+\(([^]*?)\) \{$/m.exec(text)?.[1]?.trim().replace(/\n\s*/g, ', '),
  }
}

describe('refine', () => {
  test('returns the document itself without a filter and an order', () => {
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

  test('adds the filter to that of a refined document, and replaces its order', () => {
    const once = refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
    const twice = refine(once.document, 'users', { where: { id_not: 'u-1' }, orderBy: 'name_DESC' })
    expect(written(twice)).toEqual({
      variables: '$skip: Int, $first: PageSize, $param_0: String!, $param_1: ID!',
      arguments:
        'where: {AND: [{email: $param_0}, {id_not: $param_1}]}, skip: $skip, first: $first, orderBy: name_DESC',
    })
    expect({ ...once.variables, ...twice.variables }).toEqual({ param_0: 'a@example.com', param_1: 'u-1' })
  })

  test('keeps the order of a refined document if no other is given', () => {
    const once = refine(UsersDocument, 'users', { orderBy: 'name_DESC' })
    const twice = refine(once.document, 'users', { where: { id_not: 'u-1' } })
    expect(written(twice).arguments).toBe('where: {id_not: $param_0}, skip: $skip, first: $first, orderBy: name_DESC')
  })

  test('numbers its variables after those that the document has from an earlier call', () => {
    const document = gql('query ($param_10: ID, $param_2x: ID, $my_param_30: ID) { organization { users { id } } }')
    expect(refine(document, 'users', { where: { id: 'u-1' } }).variables).toEqual({ param_11: 'u-1' })
  })

  test('writes an order as an enum value', () => {
    const refined = refine(ProjectsDocument, 'projects', { orderBy: 'createdAt_DESC' })
    expect(written(refined).arguments).toMatch(/, orderBy: createdAt_DESC$/)
    expect(refined.variables).toEqual({})
  })

  test('nests AND for three comparisons like the SDK, each variable with its own type', () => {
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

  test('keeps the filter that the document has', () => {
    expect(written({ document: ProjectsDocument }).arguments).toMatch(/^where: \{deleted: false\},/)
    const refined = refine(ProjectsDocument, 'projects', { where: { name: 'Cats' } })
    expect(written(refined).arguments).toBe(
      'where: {AND: [{deleted: false}, {name: $param_0}]}, skip: $skip, first: $first',
    )
  })

  test('does not change the document that is passed in', () => {
    const before = JSON.stringify(UsersDocument)
    refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
    expect(JSON.stringify(UsersDocument)).toBe(before)
  })

  test('filters users by deleted', () => {
    expect(written(refine(UsersDocument, 'users', { where: { deleted: true } }))).toEqual({
      variables: '$skip: Int, $first: PageSize, $param_0: Boolean!',
      arguments: 'where: {deleted: $param_0}, skip: $skip, first: $first',
    })
  })

  test('returns a document that is valid itself, not only its text', () => {
    const { document } = refine(UsersDocument, 'users', { where: { id_in: ['u-1'], email: 'a@example.com' } })
    expect(validate(schema, document as unknown as DocumentNode)).toEqual([])
  })

  const invalidWheres: readonly (readonly [string, object])[] = [
    ['an unknown field', { planted: 'x' }],
    ['an inherited property', { constructor: 'x' }],
    ['null', { email: null }],
    ['a number for a text', { email: 7 }],
    ['a boolean for a text', { email: true }],
    ['a list for a text', { email: ['a@example.com'] }],
    ['a text for a list', { id_in: 'u-1' }],
    ['a list of numbers', { id_in: [1] }],
    ['a list with a number', { id_in: ['u-1', 1] }],
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

  test('refuses to filter projects by deleted, an unknown order, and a document without the list', () => {
    const invalid = expect.objectContaining({ code: 'INVALID_INPUT' }) as Error
    const deleted = { deleted: true } as Where<'projects'>
    expect(() => refine(ProjectsDocument, 'projects', { where: deleted })).toThrow(invalid)
    expect(() => refine(UsersDocument, 'users', { orderBy: 'planted' as 'email_ASC' })).toThrow(invalid)
    expect(() => refine(GetUserDocument, 'users', { orderBy: 'email_ASC' })).toThrow(invalid)
    expect(() => refine(ProjectsDocument, 'users', { orderBy: 'email_ASC' })).toThrow(invalid)
  })

  test('says which field, value or order is wrong, and what is known', () => {
    expect(() => refine(UsersDocument, 'users', { where: { planted: 'x' } as object })).toThrow(
      /^users can't be filtered by that field\. Known fields: .*\bemail, email_gt\b/,
    )
    expect(() => refine(ProjectsDocument, 'projects', { where: { deleted: true } as object })).toThrow(
      /Known fields: (?!.*\bdeleted\b)/,
    )
    expect(() => refine(UsersDocument, 'users', { where: { email: null } as object })).toThrow(
      "The filter email needs a value of type String. It can't be null.",
    )
    expect(() => refine(UsersDocument, 'users', { orderBy: 'planted' as 'email_ASC' })).toThrow(
      /^users can't be ordered by that\. Known orders: .*\bemail_ASC, email_DESC\b/,
    )
    expect(() => refine(ProjectsDocument, 'users', { orderBy: 'email_ASC' })).toThrow(
      "The document does not request users, so it can't be filtered or ordered there.",
    )
  })

  test.each([
    '{ organization }',
    '{ organization { ...users } } fragment users on Organization { users { id } }',
    '{ organization { ... { users { id } } } }',
  ])('refuses %s, which has no list at its place', (text) => {
    expect(() => refine(gql(text), 'users', { orderBy: 'email_ASC' })).toThrow('The document does not request')
  })

  test('changes the list only, beside fragments and other fields', () => {
    const text =
      '{ ... on Query { now: __typename } ...organization organization { id ...users users { id } } } fragment users on Organization { id } fragment organization on Query { later: __typename }'
    const refined = refine(gql(text), 'users', { orderBy: 'email_ASC' }).document
    expect(print(refined as unknown as DocumentNode)).toBe(
      print(parse(text.replace('users {', 'users(orderBy: email_ASC) {'))),
    )
  })

  test('refines a list under an alias', () => {
    const document = gql('query { organization { members: users { id } } }')
    expect(stringifyDocument(refine(document, 'users', { orderBy: 'email_ASC' }).document)).toContain(
      'members: users(orderBy: email_ASC)',
    )
  })

  test('writes any filter and order so that the schema accepts the document and each comparison has its value', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom<Relation>('users', 'projects')
          .chain((relation) => fc.tuple(fc.constant(relation), refinement(relation))),
        ([relation, options]) => {
          const { document, variables } = refine(documents[relation], relation, options)
          const text = stringifyDocument(document)
          expect(validate(schema, parse(text))).toEqual([])
          const { where, orderBy } = listArguments(text)
          const wanted = Object.entries<unknown>({ ...options.where }).map(([field, value]) => [
            field,
            value instanceof Date ? value.toISOString().replace('.000', '') : value,
          ])
          const present = relation === 'projects' ? [['deleted', 'false']] : []
          expect(comparisonsIn(where, variables)).toEqual([...present, ...wanted])
          expect(orderBy && print(orderBy)).toBe(options.orderBy)
        },
      ),
    )
  })
})

/** The arguments of the list in a document. */
function listArguments(text: string): Readonly<Partial<Record<string, ValueNode>>> {
  let found = {}
  visit(parse(text), {
    Field({ name, arguments: list = [] }) {
      if (!(name.value in documents)) return
      found = Object.fromEntries(list.map((argument) => [argument.name.value, argument.value]))
    },
  })
  return found
}

/** The comparisons that AND combines, each with its value. */
function comparisonsIn(
  where: ValueNode | undefined,
  variables: Readonly<Record<string, unknown>>,
): readonly (readonly [field: string, value: unknown])[] {
  if (where?.kind !== 'ObjectValue') return []
  return where.fields.flatMap(({ name, value }) => {
    if (value.kind === 'ListValue') return value.values.flatMap((each) => comparisonsIn(each, variables))
    return [[name.value, value.kind === 'Variable' ? variables[value.name.value] : print(value)] as const]
  })
}

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

describe('refineBy', () => {
  test('writes filters whose values are variables with their names', () => {
    const document = refineBy(UsersDocument, 'users', { where: ['email_not', 'createdAt_gte'], orderBy: 'email_ASC' })
    expect(written({ document })).toEqual({
      variables: '$skip: Int, $first: PageSize, $email_not: String!, $createdAt_gte: DateTime!',
      arguments:
        'where: {AND: [{email_not: $email_not}, {createdAt_gte: $createdAt_gte}]}, skip: $skip, first: $first, orderBy: email_ASC',
    })
    expect(validate(schema, parse(stringifyDocument(document)))).toEqual([])
  })

  test('returns the document itself without a filter and an order', () => {
    expect(refineBy(UsersDocument, 'users', {})).toBe(UsersDocument)
  })

  test('gives each filter of a client its own result', async () => {
    const { url, apiKey } = await sandboxed({ users: 4 })
    const client = createLabelboxClient({ endpoint: url, apiKey })
    const document = refineBy(UsersDocument, 'users', { where: ['email'] })
    const found = async (email: string) => {
      const { data } = await client.query(document, { email, skip: 0, first: 10 })
      return data?.organization?.users.map((user) => user.email)
    }
    expect(await found('grace.hopper.2@example.com')).toEqual(['grace.hopper.2@example.com'])
    expect(await found('alan.turing.3@example.com')).toEqual(['alan.turing.3@example.com'])
  })

  test.each([
    ['a filter twice', { where: ['email', 'email'] }],
    ['an unknown filter', { where: ['planted'] }],
    ['an unknown order', { orderBy: 'planted_ASC' }],
  ])('refuses %s', (_what, by) => {
    expect(() => refineBy(UsersDocument, 'users', by as never)).toThrow(LabelboxError)
  })

  test('refuses a filter that the document has as a variable already', () => {
    const once = refineBy(UsersDocument, 'users', { where: ['email'] })
    expect(() => refineBy(once, 'users', { where: ['email'] })).toThrow(
      'The document has a variable of that name already. Name each filter once.',
    )
    expect(() => refineBy(once, 'users', { where: ['email_not'] })).not.toThrow()
  })
})
