import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documents } from '../../../generated/documents.ts'
import * as usage from '../../organization/usage.ts'
import { readDefinitions } from '../documents/definitions.ts'
import { impactOf } from './impact.ts'
import { toChangelog, toMarkdown } from '../reports/markdown.ts'
import { base, edited, files } from '../testingSchema.ts'

/** The edit, its change type and class, the verdict, and the affected operations. */
type Case = readonly [
  what: string,
  edit: readonly [string, string],
  type: string,
  level: string,
  verdict: string,
  touched: readonly string[],
]

const withP = ['Any', 'GetPerson']

const cases: readonly Case[] = [
  ['a field is removed', ['name: String age', 'age'], 'FIELD_REMOVED', 'breaking', 'breaking', withP],
  ['a field that nobody reads is removed', ['weight: Int', ''], 'FIELD_REMOVED', 'breaking', 'safe', []],
  ['a field is added', ['type Stone {', 'type Stone { new: Int'], 'FIELD_ADDED', 'safe', 'safe', []],
  [
    'a field of another type',
    ['age: Int! color', 'age: Float! color'],
    'FIELD_TYPE_CHANGED',
    'breaking',
    'breaking',
    ['ANode', 'People'],
  ],
  [
    'a field that may be null now',
    ['age: Int! color', 'age: Int color'],
    'FIELD_TYPE_CHANGED',
    'breaking',
    'breaking',
    ['ANode', 'People'],
  ],
  [
    'a field that is never null now',
    ['name: String age', 'name: String! age'],
    'FIELD_TYPE_CHANGED',
    'safe',
    'safe',
    withP,
  ],
  [
    'a field is deprecated',
    ['born: Date', 'born: Date @deprecated(reason: "old")'],
    'FIELD_DEPRECATION_ADDED',
    'safe',
    'safe',
    ['Tall'],
  ],
  ['a field is described', ['born: Date', '"Day." born: Date'], 'FIELD_DESCRIPTION_ADDED', 'safe', 'safe', ['Tall']],
  [
    'an argument is removed',
    ['person(id: ID!, color: Color)', 'person(id: ID!)'],
    'FIELD_ARGUMENT_REMOVED',
    'breaking',
    'breaking',
    ['GetPerson'],
  ],
  [
    'an argument that nobody gives is removed',
    ['first: Int, after: ID', 'first: Int'],
    'FIELD_ARGUMENT_REMOVED',
    'breaking',
    'safe',
    [],
  ],
  [
    'an argument is added',
    ['being(id: ID!)', 'being(id: ID!, new: Int)'],
    'FIELD_ARGUMENT_ADDED',
    'dangerous',
    'dangerous',
    ['Any'],
  ],
  [
    'a required argument is added',
    ['being(id: ID!)', 'being(id: ID!, new: Int!)'],
    'FIELD_ARGUMENT_ADDED',
    'breaking',
    'breaking',
    ['Any'],
  ],
  [
    'an argument becomes required',
    ['first: Int, after: ID', 'first: Int, after: ID!'],
    'FIELD_ARGUMENT_TYPE_CHANGED',
    'breaking',
    'breaking',
    ['GetPerson'],
  ],
  [
    'an argument is required no longer',
    ['node(id: ID!)', 'node(id: ID)'],
    'FIELD_ARGUMENT_TYPE_CHANGED',
    'safe',
    'safe',
    ['ANode'],
  ],
  [
    'the default of an argument',
    ['first: Int = 10', 'first: Int = 20'],
    'FIELD_ARGUMENT_DEFAULT_CHANGED',
    'dangerous',
    'dangerous',
    ['People', 'Tall'],
  ],
  [
    'an argument is described',
    ['being(id: ID!)', 'being("Which." id: ID!)'],
    'FIELD_ARGUMENT_DESCRIPTION_CHANGED',
    'safe',
    'safe',
    ['Any'],
  ],
  [
    'an input field is removed',
    ['text: String = ""', ''],
    'INPUT_FIELD_REMOVED',
    'breaking',
    'breaking',
    ['People', 'Tall'],
  ],
  [
    'an input field is added',
    ['input NewPerson {', 'input NewPerson { new: Int'],
    'INPUT_FIELD_ADDED',
    'safe',
    'safe',
    ['Add'],
  ],
  [
    'an input field is added that a literal has not',
    ['input Inner {', 'input Inner { new: Int'],
    'INPUT_FIELD_ADDED',
    'safe',
    'safe',
    ['People'],
  ],
  [
    'a required input field is added',
    ['input Inner {', 'input Inner { new: Int!'],
    'INPUT_FIELD_ADDED',
    'breaking',
    'breaking',
    ['People', 'Tall'],
  ],
  [
    'an input field becomes required',
    ['name: String! age: Int color', 'name: String! age: Int! color'],
    'INPUT_FIELD_TYPE_CHANGED',
    'breaking',
    'breaking',
    ['Add'],
  ],
  [
    'an input field is required no longer',
    ['{ name: String! age', '{ name: String age'],
    'INPUT_FIELD_TYPE_CHANGED',
    'safe',
    'safe',
    ['Add'],
  ],
  [
    'the default of an input field',
    ['high: Int! = 3', 'high: Int! = 4'],
    'INPUT_FIELD_DEFAULT_VALUE_CHANGED',
    'dangerous',
    'dangerous',
    ['People', 'Tall'],
  ],
  [
    'an input field is described',
    ['low: Int', '"Low." low: Int'],
    'INPUT_FIELD_DESCRIPTION_ADDED',
    'safe',
    'safe',
    ['People', 'Tall'],
  ],
  [
    'an enum value is removed',
    ['GREEN', ''],
    'ENUM_VALUE_REMOVED',
    'breaking',
    'breaking',
    ['Add', 'Any', 'GetPerson', 'People'],
  ],
  [
    'an enum value is added',
    ['GREEN', 'GREEN PINK'],
    'ENUM_VALUE_ADDED',
    'dangerous',
    'dangerous',
    ['Add', 'Any', 'GetPerson', 'People'],
  ],
  [
    'an enum value that a document writes',
    ['PUBLIC', ''],
    'ENUM_VALUE_REMOVED',
    'breaking',
    'breaking',
    ['People', 'Tall'],
  ],
  [
    'an input field is deprecated',
    ['limit: Int', 'limit: Int @deprecated'],
    'INPUT_FIELD_DEPRECATION_ADDED',
    'safe',
    'safe',
    ['People'],
  ],
  [
    'an argument is deprecated',
    ['force: Boolean', 'force: Boolean @deprecated'],
    'FIELD_ARGUMENT_DEPRECATION_ADDED',
    'safe',
    'safe',
    ['Remove'],
  ],
  [
    'an input field has no default and must be given',
    ['high: Int! = 3', 'high: Int!'],
    'INPUT_FIELD_DEFAULT_VALUE_CHANGED',
    'breaking',
    'breaking',
    ['People', 'Tall'],
  ],
  ['a union member is removed', ['Person | Robot', 'Person'], 'UNION_MEMBER_REMOVED', 'breaking', 'breaking', ['Any']],
  [
    'a union member is added',
    ['Person | Robot', 'Person | Robot | Stone'],
    'UNION_MEMBER_ADDED',
    'dangerous',
    'dangerous',
    ['Any'],
  ],
  [
    'an interface is removed',
    ['Person implements Node', 'Person'],
    'OBJECT_TYPE_INTERFACE_REMOVED',
    'breaking',
    'breaking',
    ['ANode'],
  ],
  [
    'a directive is removed',
    ['directive @cached(maxAge: Int = 10, scope: Scope) on FIELD | QUERY', ''],
    'DIRECTIVE_REMOVED',
    'breaking',
    'breaking',
    ['People'],
  ],
  [
    'a directive may stand elsewhere',
    ['on FIELD | QUERY', 'on QUERY'],
    'DIRECTIVE_LOCATION_REMOVED',
    'breaking',
    'breaking',
    ['People'],
  ],
  [
    'an argument of a directive is removed',
    ['maxAge: Int = 10, ', ''],
    'DIRECTIVE_ARGUMENT_REMOVED',
    'breaking',
    'breaking',
    ['People'],
  ],
  [
    'an argument of a directive has another default',
    ['maxAge: Int = 10', 'maxAge: Int = 20'],
    'DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED',
    'dangerous',
    'dangerous',
    ['People'],
  ],
  [
    'a directive needs another argument',
    ['maxAge: Int = 10', 'new: Int!, maxAge: Int = 10'],
    'DIRECTIVE_ARGUMENT_ADDED',
    'breaking',
    'breaking',
    ['People'],
  ],
  [
    'a directive is described',
    ['directive @cached', '"About." directive @cached'],
    'DIRECTIVE_DESCRIPTION_CHANGED',
    'safe',
    'safe',
    ['People'],
  ],
  [
    'an enum value is deprecated',
    ['GREEN', 'GREEN @deprecated'],
    'ENUM_VALUE_DEPRECATION_REASON_ADDED',
    'safe',
    'safe',
    ['Add', 'Any', 'GetPerson', 'People'],
  ],
  [
    'a scalar has a specification now',
    ['scalar Date', 'scalar Date @specifiedBy(url: "https://date.example")'],
    'TYPE_SPECIFIED_BY_ADDED',
    'safe',
    'safe',
    ['Tall'],
  ],
  ['a directive is added', ['enum Scope', 'directive @new on FIELD enum Scope'], 'DIRECTIVE_ADDED', 'safe', 'safe', []],
  ['a type is described', ['type Robot', '"It." type Robot'], 'TYPE_DESCRIPTION_ADDED', 'safe', 'safe', ['Any']],
  [
    'a type is added',
    ['type Stone', 'type New { a: Int b(c: Int!): Int } type Stone'],
    'TYPE_ADDED',
    'safe',
    'safe',
    [],
  ],
  [
    'a type is of another kind',
    ['scalar Date', 'enum Date { TODAY }'],
    'TYPE_KIND_CHANGED',
    'breaking',
    'breaking',
    ['Tall'],
  ],
]

describe('impactOf', () => {
  it.each(cases)('%s', async (_, edit, type, level, verdict, touched) => {
    const { changes, untouched, ...impact } = await edited(edit)
    expect(impact.verdict).toBe(verdict)
    if (touched.length === 0) {
      expect(changes).toEqual([])
      expect(untouched).toEqual({ breaking: 0, dangerous: 0, safe: 0, [level]: 1 })
      return
    }
    expect(untouched).toEqual({ breaking: 0, dangerous: 0, safe: 0 })
    expect(changes.map((change) => [change.type, change.class, change.operations])).toEqual([[type, level, touched]])
  })

  it('reports a renamed field as a removal and an addition', async () => {
    const { changes, untouched, broken } = await edited(['being(', 'creature('])
    expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual(['FIELD_REMOVED Query.being'])
    expect(untouched.safe).toBe(1)
    expect(broken.map(({ name }) => name)).toEqual(['Any'])
  })

  it('knows fields by their own names alone, such as constructor', async () => {
    const before = buildSchema('type Query { a: A, b: String } type A { constructor: String, toString: Int }')
    const { changes } = await impactOf([], before, buildSchema('type Query { b: String }'))
    expect(changes).toEqual([])
  })

  it('reports a renamed type as one change', async () => {
    const { changes, untouched, verdict, broken } = await edited(
      ['type Robot', 'type Machine'],
      ['Person | Robot', 'Person | Machine'],
    )
    expect([verdict, broken.map(({ name }) => name)]).toEqual(['breaking', ['Any']])
    expect(changes.map(({ type, path, message, operations }) => [type, path, message, operations])).toEqual([
      ['TYPE_RENAMED', 'Robot', "'Robot' is named 'Machine' now", ['Any']],
    ])
    expect(untouched).toEqual({ breaking: 0, dangerous: 0, safe: 0 })
  })

  it.each([
    ['an argument', ['people(filter: Filter, first:', 'people(filter: Filter, count:'], 'FIELD_ARGUMENT', ['Tall']],
    ['an input field', ['low: Int', 'least: Int'], 'INPUT_FIELD', ['Tall']],
    ['an enum value', ['PUBLIC', 'OPEN'], 'ENUM_VALUE', ['Tall']],
  ] as const)('reports renaming %s as a removal and an addition', async (_, edit, kind, invalid) => {
    const { changes, untouched, verdict, broken } = await edited(edit)
    expect(verdict).toBe('breaking')
    const kinds = changes.map(({ type }) => type)
    expect([...kinds, ...Array.from({ length: untouched.safe }, () => `${kind}_ADDED`)].sort()).toEqual([
      `${kind}_ADDED`,
      `${kind}_REMOVED`,
    ])
    expect(broken.map(({ name }) => name)).toEqual(invalid)
  })

  it.each([
    ['no document names', 'query A { limit { used } }', 'dangerous', 'minor'],
    ['is read through __typename', 'query A { limit { __typename used } }', 'breaking', 'major'],
    ['a fragment names', 'query A { limit { ...F } } fragment F on Limit { used }', 'breaking', 'major'],
  ])('judges the renaming of a type that %s', async (_, text, verdict, bump) => {
    const [before, after] = ['Limit', 'Seats'].map((name) =>
      buildSchema(`type Query { limit: ${name} } type ${name} { used: Int }`),
    )
    if (!before || !after) throw new Error('There are two schemas.')
    const impact = await impactOf(readDefinitions({ 'a.graphql': text }), before, after)
    expect(impact).toMatchObject({ verdict, bump })
    expect(impact.changes[0]).toMatchObject({ class: verdict, operations: ['A'] })
    expect(toMarkdown(impact).includes('The operations stay valid')).toBe(verdict === 'dangerous')
  })

  it.each([
    [
      'one that was there before',
      'type Query { a: A b: B } type A { f: Int } type B { f: String }',
      'type Query { a: B b: B } type B { f: String }',
      { A: 'B' },
    ],
    [
      'another renamed one',
      'type Query { a: A b: B } type A { f: Int } type B { f: String }',
      'type Query { a: C b: C } type C { f: String }',
      { A: 'C', B: 'C' },
    ],
  ])('judges a type that gets the name of %s as a removed type', async (_, old, now, renames) => {
    const definitions = readDefinitions({ 'a.graphql': 'query Q { a { f } b { f } }' })
    const given = new Map(Object.entries(renames))
    const { verdict, changes } = await impactOf(definitions, buildSchema(old), buildSchema(now), undefined, given)
    expect(verdict).toBe('breaking')
    expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual(
      expect.arrayContaining(['FIELD_TYPE_CHANGED Query.a', 'TYPE_REMOVED A']),
    )
  })

  it('reports a renamed type whose old name another type has now', async () => {
    const [old, now] = ['a: A', 'a: B other: A'].map((fields) => `type Query { ${fields} } type A { f: Int } `)
    const { changes } = await impactOf(
      readDefinitions({ 'a.graphql': 'query Q { a { ...F } } fragment F on A { f }' }),
      buildSchema(old ?? ''),
      buildSchema(`${now ?? ''} type B { f: Int }`),
      undefined,
      new Map([['A', 'B']]),
    )
    expect(changes.map((change) => [change.type, change.path, change.class])).toContainEqual([
      'TYPE_RENAMED',
      'A',
      'breaking',
    ])
  })

  it('calls nothing breaking in the changelog that leaves operations as they are, beside something that breaks', async () => {
    const [before, after] = [
      'type Query { limit: Limit, seats: Int } type Limit { used: Int }',
      'type Query { limit: Seats, seats: Float } type Seats { used: Int }',
    ].map((text) => buildSchema(text))
    if (!before || !after) throw new Error('There are two schemas.')
    const documents = readDefinitions({ 'a.graphql': 'query A { limit { used } }\nquery B { seats }' })
    expect(toChangelog(await impactOf(documents, before, after))).toBe(
      '- **Breaking.** Field `Query.seats` changed type from `Int` to `Float`: `B`.\n- `Limit` is named `Seats` now.\n',
    )
  })

  it('names in the changelog only methods whose results change', async () => {
    const before = buildSchema('type Query { user: User } type User { id: ID! name: String }')
    const after = buildSchema('type Query { user: User } type User { id: ID! name: String! }')
    const documents = readDefinitions({ 'a.graphql': 'query GetUser { user { id name } }' })
    const methods = { GetUser: ['Labelbox.getUser', 'Organization.inviteUser'] }
    const impact = await impactOf(documents, before, after, { methods, types: {} })
    expect(impact.changes[0]?.methods).toEqual(methods.GetUser)
    expect(toChangelog(impact)).toMatch(/: `Labelbox\.getUser`\.\n$/)
    const gone = buildSchema('type Query { user: User } type User { id: ID! }')
    expect(toChangelog(await impactOf(documents, before, gone, { methods, types: {} }))).toContain(
      '`Organization.inviteUser`',
    )
  })

  describe('with methods and exported types', () => {
    const methods = {
      Add: ['Client.add', 'Client.copy'],
      Tall: ['Client.tall', 'Client.tallest'],
      ANode: ['Client.first', 'Client.second'],
    }
    const types = {
      NewPerson: ['NewPerson'],
      Color: ['Color'],
      AddMutation: ['Added'],
      AddMutationVariables: ['AddArguments'],
      'TallQuery.people': ['TallPerson'],
      'TallQuery.people.born': ['Birthday'],
      TallQueryVariables: ['TallArguments'],
      ANodeQuery: ['Node'],
    }
    const touchedBy = async (...edit: [from: string, to: string]) => {
      const after = buildSchema(base.replace(...edit))
      const { changes } = await impactOf(readDefinitions(files), buildSchema(base), after, { methods, types })
      return changes.map(({ path, answering, types }) => ({ path, answering, types }))
    }

    it('an input affects the types of arguments, and each method that sends it', async () => {
      expect(await touchedBy('name: String! age: Int', 'name: String!')).toEqual([
        { path: 'NewPerson.age', answering: ['Client.add', 'Client.copy'], types: ['AddArguments', 'NewPerson'] },
      ])
      expect(await touchedBy('input NewPerson {', 'input NewPerson { new: Int')).toEqual([
        { path: 'NewPerson.new', answering: ['Client.add', 'Client.copy'], types: ['AddArguments', 'NewPerson'] },
      ])
    })

    it('a removed field affects what is around it and inside it, and each method that asks for it', async () => {
      expect(await touchedBy('born: Date', '')).toEqual([
        { path: 'Person.born', answering: ['Client.tall', 'Client.tallest'], types: ['Birthday', 'TallPerson'] },
      ])
    })

    it('a changed field affects what is around it, and the methods of the operation’s name, or all if there is none', async () => {
      expect(await touchedBy('born: Date', 'born: Date!')).toEqual([
        { path: 'Person.born', answering: ['Client.tall'], types: ['TallPerson'] },
      ])
      expect(
        await touchedBy(
          'type Person implements Node { id: ID! note',
          'type Person implements Node { "Id." id: ID! note',
        ),
      ).toMatchObject([{ path: 'Person.id', answering: ['Client.add', 'Client.first', 'Client.second'] }])
    })
  })

  it('reports what breaks first, and what is safe last', async () => {
    const { changes } = await edited(
      ['born: Date', '"Day." born: Date'],
      ['first: Int = 10', 'first: Int = 20'],
      ['model: String', ''],
    )
    expect(changes.map((change) => change.class)).toEqual(['breaking', 'dangerous', 'safe'])
  })

  it('affects selections on an interface when a type joins it', async () => {
    const stone = 'type Stone implements Node { id: ID! note: String'
    const { changes } = await edited(['type Stone {', stone])
    expect(changes.map(({ type, operations }) => [type, operations])).toEqual([
      ['OBJECT_TYPE_INTERFACE_ADDED', ['ANode']],
      // `id` is selected on the interface.
      ['FIELD_ADDED', ['ANode']],
    ])
  })

  it('affects selections on an interface when a new type implements it', async () => {
    const { changes, verdict, untouched } = await edited([
      'type Stone',
      'type New implements Node { id: ID! note: String } type Stone',
    ])
    expect(verdict).toBe('dangerous')
    expect(changes.map(({ type, path, operations }) => [type, path, operations])).toEqual([
      ['OBJECT_TYPE_INTERFACE_ADDED', 'New', ['ANode']],
    ])
    expect(untouched).toEqual({ breaking: 0, dangerous: 0, safe: 1 })
  })

  it('breaks operations with an input that becomes @oneOf', async () => {
    const { changes, verdict } = await edited(['NewPerson { name: String!', 'NewPerson @oneOf { name: String'])
    expect(verdict).toBe('breaking')
    expect(changes[0]).toMatchObject({ type: 'TYPE_ONE_OF_ADDED', class: 'breaking', operations: ['Add'] })
  })

  it('lists positions, and operations affected through a fragment', async () => {
    const { changes } = await edited(['name: String age', 'age'])
    expect(changes[0]).toMatchObject({
      fragments: ['P'],
      operations: ['Any', 'GetPerson'],
      places: [
        { file: 'a/person.graphql', line: 3, column: 3 },
        { file: 'a/person.graphql', line: 9, column: 25 },
      ],
    })
  })

  it.each([
    ['no change', [], 'none'],
    ['an unused field', [['weight: Int', '']], 'none'],
    ['a description', [['born: Date', '"Day." born: Date']], 'patch'],
    ['a narrower type', [['name: String age', 'name: String! age']], 'minor'],
    ['a dangerous change', [['first: Int = 10', 'first: Int = 20']], 'minor'],
    ['a breaking change', [['born: Date', '']], 'major'],
  ] as const)('suggests a version for %s', async (_, edits, bump) => {
    expect((await edited(...edits)).bump).toBe(bump)
  })

  it('reports no change between equal schemas', async () => {
    expect(await edited()).toEqual({
      verdict: 'nothing',
      bump: 'none',
      operations: 7,
      changes: [],
      untouched: { breaking: 0, dangerous: 0, safe: 0 },
      newRootFields: [],
      broken: [],
      brokenLists: [],
      renames: { known: new Map(), unclear: new Map() },
    })
  })

  it('reports documents that were invalid before as already broken', async () => {
    const schema = buildSchema(base)
    const definitions = readDefinitions({
      ...files,
      'd.graphql': 'query Bad { nothing }\nfragment Lost on Gone { id }',
    })
    const { verdict, broken } = await impactOf(definitions, schema, schema)
    expect(verdict).toBe('breaking')
    expect(broken.map(({ name, alreadyBroken }) => [name, alreadyBroken])).toEqual([
      ['Bad', true],
      ['Lost', true],
    ])
    expect(broken[0]?.problems[0]?.place).toEqual({ file: 'd.graphql', line: 1, column: 13 })
  })

  it('affects every query when the root type is renamed, and breaks none', async () => {
    const { changes, broken } = await edited(['type Query {', 'schema { query: Root mutation: Mutation }\ntype Root {'])
    expect(broken).toEqual([])
    const change = changes.find(({ type }) => type === 'TYPE_RENAMED')
    expect(change?.operations).toEqual(['ANode', 'Any', 'GetPerson', 'People', 'Tall'])
  })

  it('breaks mutations when the schema loses its mutation type', async () => {
    const { broken } = await edited([/type Mutation .*/.exec(base)?.[0] ?? '', ''])
    expect(broken.map(({ name }) => name)).toEqual(['Add', 'Remove'])
  })

  it('names the affected methods and exported types', async () => {
    const sdl = documents['graphql/fragments/webhook.graphql'] ?? ''
    expect(sdl).toContain('status')
    const before = buildSchema('type Webhook { id: ID status: String } type Query { a: Webhook }')
    const after = buildSchema('type Webhook { id: ID } type Query { a: Webhook }')
    const { changes } = await impactOf(readDefinitions(documents), before, after, usage)
    expect(changes[0]).toMatchObject({
      path: 'Webhook.status',
      fragments: ['Webhook'],
      methods: [
        'Organization.createWebhook',
        'Organization.report',
        'Organization.updateWebhook',
        'Organization.webhooks',
      ],
      types: ['Webhook'],
    })
  })
})
