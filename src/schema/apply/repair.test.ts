import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { applyTo } from './repair.ts'
import { documentOf, readDefinitions, type Files } from '../documents/definitions.ts'
import { base } from '../testingSchema.ts'
import { isLong } from '../../../test/support/long.ts'

const read = (name: string) => readFile(`src/schema/fixtures/${name}`, 'utf8')
const [old, current] = await Promise.all([read('2024-10.graphql'), read('2026-07.graphql')])
const names = await readdir('src/schema/fixtures/operations')
const fixture: Files = Object.fromEntries(
  await Promise.all(names.sort().map(async (name) => [name, await read(`operations/${name}`)] as const)),
)

const applied = (files: Files, before: string, after: string) => applyTo(files, buildSchema(before), buildSchema(after))

/** Applies one edit of the schema to one document. */
const repaired = (text: string, from: string, to: string) => {
  if (!base.includes(from)) throw new Error(`The schema has no ${from}`)
  const { changed, left, removed } = applied({ 'a.graphql': text }, base, base.replace(from, to))
  return {
    text: changed['a.graphql'] ?? text,
    left: left.map(({ name }) => name),
    removed: removed.map(({ what }) => what),
  }
}

describe('applyTo with operations of October 2024', () => {
  /** The snapshot of 2026, with one more argument removed and one operation renamed. */
  const drifted = current
    .replaceAll(', orderBy: UserOrderByInput', '')
    .replace('  setProjectMembership(', '  assignProjectRole(')
  const { changed, removed, left, types } = applied(fixture, old, drifted)

  it('removes what the schema lost, and nothing else', () => {
    expect(changed).toEqual({
      'people.graphql': (fixture['people.graphql'] ?? '')
        .replace(', $order: UserOrderByInput', '')
        .replace(', orderBy: $order', '')
        .replace('  hash: intercomHash # a hash\n', ''),
      'projects.graphql': (fixture['projects.graphql'] ?? '')
        .replace('($withQueue: Boolean!)', '')
        .replace(' queueMode @include(if: $withQueue)', ''),
    })
    expect(removed.map(({ what, place }) => [what, place.file, place.line])).toEqual([
      ['Organization.users(orderBy)', 'people.graphql', 5],
      ['User.intercomHash', 'people.graphql', 20],
      ['Project.queueMode', 'projects.graphql', 3],
      ['$order', 'people.graphql', 2],
      ['$withQueue', 'projects.graphql', 1],
    ])
  })

  it('leaves only a renamed field and a query without other fields invalid', () => {
    expect(left.map(({ name, problems }) => [name, problems.map(({ message }) => message)])).toEqual([
      ['Chat', ['Cannot query field "intercomHash" on type "User".']],
      ['Join', [expect.stringContaining('Cannot query field "setProjectMembership" on type "Mutation".')]],
    ])
    const schema = buildSchema(drifted)
    for (const definition of readDefinitions({ ...fixture, ...changed })) {
      if (definition.kind === 'fragment' || ['Chat', 'Join'].includes(definition.name)) continue
      expect(validate(schema, documentOf(definition))).toEqual([])
    }
  })

  it('reports every generated type that changes', () => {
    expect(types.map(({ name, members }) => [name, members.map(({ path, after }) => [path, after])])).toEqual([
      ['PeopleQuery', [['organization.users.hash', undefined]]],
      ['PeopleQueryVariables', [['$order', undefined]]],
      ['PersonFragment', [['hash', undefined]]],
      ['ProjectsQuery', [['organization.projects.queueMode', undefined]]],
      ['ProjectsQueryVariables', [['$withQueue', undefined]]],
    ])
  })

  it('changes nothing if the schema is the same', () => {
    expect(applied(fixture, old, old)).toEqual({
      changed: {},
      removed: [],
      renamed: [],
      unclear: new Map(),
      left: [],
      types: [],
    })
  })
})

describe('applyTo', () => {
  it.each([
    [
      'a field and its parent that would be empty',
      '{ people { age maker: friends { name } } }',
      'name: String age',
      'age',
      '{ people { age } }',
    ],
    [
      'an inline fragment',
      '{ being(id: 1) { __typename ... on Robot { serial } } }',
      'maker: Person serial: Int',
      'maker: Person',
      '{ being(id: 1) { __typename } }',
    ],
    [
      'an inline fragment on a removed union member',
      '{\n  being(id: 1) {\n    __typename\n    ... on Robot {\n      serial\n    }\n  }\n}\n',
      'Person | Robot',
      'Person',
      '{\n  being(id: 1) {\n    __typename\n  }\n}\n',
    ],
    ['the first of several fields', '{ people { born age } }', 'born: Date', '', '{ people { age } }'],
    [
      'an argument',
      '{ people(first: 1, filter: null) { age } }',
      ', first: Int = 10',
      '',
      '{ people(filter: null) { age } }',
    ],
    [
      'the only argument with its parentheses',
      '{ people { friends( # many\n first: 1) { age } } }',
      'friends(first: Int, after: ID)',
      'friends',
      '{ people { friends { age } } }',
    ],
    [
      'an input field',
      '{ people(filter: { limit: 1, text: "" }) { age } }',
      'limit: Int',
      '',
      '{ people(filter: { text: "" }) { age } }',
    ],
    [
      'variables that only the field used',
      'query A($f: Int, $i: ID!) { person(id: $i) { age friends(first: $f) { id } } }',
      'friends(first: Int, after: ID)',
      'friends',
      'query A($i: ID!) { person(id: $i) { age friends { id } } }',
    ],
    [
      'fragments that only the field spread',
      '{ people { age friends { ...F } } }\n\n# Friends.\nfragment F on Person {\n  id\n}\n',
      'friends(first: Int, after: ID): [Person!]',
      '',
      '{ people { age } }\n\n',
    ],
    [
      'a fragment that becomes empty',
      '{ people { age ...F } }\nfragment F on Person { born }\nfragment G on Person { id }',
      'born: Date',
      '',
      '{ people { age } }\nfragment G on Person { id }',
    ],
    [
      'a spread without spaces around it, keeping names apart',
      '{ people { age...F name } }\nfragment F on Person { born }\nfragment G on Person { id }',
      'born: Date',
      '',
      '{ people { age name } }\nfragment G on Person { id }',
    ],
    [
      'an inline fragment without spaces',
      '{ node(id: 1) { id...on Robot{serial}note } }',
      'maker: Person serial: Int',
      'maker: Person',
      '{ node(id: 1) { id note } }',
    ],
    [
      'parentheses without a space behind them',
      '{ people { friends(first: 1){ id }age } stone{ weight }people(first: 1)@cached{ name } }',
      ', first: Int = 10',
      '',
      '{ people { friends(first: 1){ id }age } stone{ weight }people@cached{ name } }',
    ],
    [
      'an argument in a fragment of a query next to a mutation',
      'mutation A { removePerson(id: 1, force: true) } fragment Q on Query { people(first: 1, filter: null) { age } }',
      ', first: Int = 10',
      '',
      'mutation A { removePerson(id: 1, force: true) } fragment Q on Query { people(filter: null) { age } }',
    ],
    [
      'lines with carriage returns',
      '{\r\n  people {\r\n    age\r\n    born\r\n  }\r\n}\r\n',
      'born: Date',
      '',
      '{\r\n  people {\r\n    age\r\n  }\r\n}\r\n',
    ],
  ] as const)('removes %s', (_, text, from, to, expected) => {
    const result = repaired(text, from, to)
    expect(result).toMatchObject({ text: expected, left: [] })
    expect(result.removed).not.toEqual([])
  })

  it.each([
    ['a renamed root field', 'query A { stone { weight } people { age } }', '  stone: Stone', '  rock: Stone'],
    ['the only field of an operation', 'query A { stone { weight } }', 'weight: Int', ''],
    [
      'an argument below a mutation',
      'mutation A { addPerson(data: { name: "a" }) { friends(first: 1) { id } } }\nquery B { stone { weight } }',
      'friends(first: Int, after: ID)',
      'friends(after: ID)',
    ],
    [
      'an input field below a mutation, after a query',
      'query B { stone { weight } }\nmutation A { addPerson(data: { name: "a", age: 1 }) { id } }',
      'name: String! age: Int color',
      'name: String! color',
    ],
    ['an argument of a mutation', 'mutation A { removePerson(id: 1, force: true) }', ', force: Boolean', ''],
    [
      'an argument of a mutation in a fragment',
      'mutation A { ...F }\nquery B { stone { weight } }\nfragment F on Mutation { removePerson(id: 1, force: true) }',
      ', force: Boolean',
      '',
    ],
    [
      'an input field of a mutation in a fragment',
      'fragment F on Mutation { addPerson(data: { name: "a", age: 1 }) { id } }\nmutation A { ...F }',
      'name: String! age: Int color',
      'name: String! color',
    ],
    ['an argument that was required', 'query A { being(id: 1) { __typename } }', 'being(id: ID!)', 'being'],
    [
      'a new required argument',
      'query A { being(id: 1) { __typename } }',
      'being(id: ID!)',
      'being(id: ID!, new: Int!)',
    ],
    ['an enum value', 'query A { person(id: 1, color: GREEN) { age } }', 'GREEN', ''],
    [
      'a fragment that is the only selection of an operation',
      'query A { people { ...F } }\nfragment F on Person { born }',
      'born: Date',
      '',
    ],
    ['a field that never existed', 'query A { people { age never } }', 'born: Date', ''],
  ])('leaves %s to be decided', (_, text, from, to) => {
    expect(repaired(text, from, to)).toEqual({ text, left: ['A'], removed: [] })
  })

  it('removes one of two fragments that are all of an operation, and leaves no unknown spread', () => {
    const text = 'query A { people { ...F ...G } }\nfragment F on Person { born }\nfragment G on Person { born }\n'
    expect(repaired(text, 'born: Date', '')).toEqual({
      text: 'query A { people { ...G } }\nfragment G on Person { born }\n',
      left: ['A'],
      removed: ['Person.born', 'fragment F'],
    })
  })

  it('keeps variables and fragments that were unused before', () => {
    const text = 'query A($unused: Int) { people { age born } }\nfragment F on Person { id }\n'
    expect(repaired(text, 'born: Date', '').text).toBe(text.replace(' born', ''))
  })

  it('leaves parsable documents without unknown fragments, whatever the schema loses', () => {
    const members = [
      'name: String',
      'age: Int!',
      'born: Date',
      'friends(first: Int, after: ID): [Person!]',
      'model: String',
      'serial: Int',
      'maker: Person',
      ', first: Int = 10',
      'limit: Int',
    ]
    const selections = [
      'age',
      'born',
      'name',
      'note',
      '...F',
      '...G',
      'friends(first: $n) { ...F }',
      'friends { born }',
    ]
    const set = fc.uniqueArray(fc.constantFrom(...selections), { minLength: 1 }).map((list) => list.join(' '))
    fc.assert(
      fc.property(set, set, fc.uniqueArray(fc.constantFrom(...members), { maxLength: 6 }), (own, fragment, gone) => {
        const inF = fragment
          .replaceAll('{ ...F }', '{ id }')
          .replaceAll('...F', '')
          .replaceAll('...G', 'born')
          .replaceAll('$n', '1')
        const text = `query A($n: Int) { people { ${own} } }\nfragment F on Person { ${inF} id }\nfragment G on Person { born }\n`
        const before = buildSchema(base)
        const after = gone.reduce((sdl, member) => sdl.replace(member, ''), base)
        const { changed, left } = applyTo({ 'a.graphql': text }, before, buildSchema(after))
        const result = changed['a.graphql'] ?? text
        parse(result)
        for (const { problems } of left) {
          for (const { message } of problems) expect(message).not.toMatch(/Unknown fragment/)
        }
        const again = applyTo({ 'a.graphql': result }, before, buildSchema(after))
        expect(again.changed).toEqual({})
      }),
      { numRuns: isLong ? 200 : 40 },
    )
  })
})

describe('applyTo with types that go by another name', () => {
  /** Replaces names everywhere in the schema. */
  const named = (names: Readonly<Record<string, string>>, sdl = base) =>
    Object.entries(names).reduce((text, [from, to]) => text.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to), sdl)
  const run = (text: string, after: string, renames: Readonly<Record<string, string>> = {}) => {
    const { changed, left, removed, renamed, unclear } = applyTo(
      { 'a.graphql': text },
      buildSchema(base),
      buildSchema(after),
      { renames: new Map(Object.entries(renames)) },
    )
    return {
      text: changed['a.graphql'] ?? text,
      left: left.map(({ name }) => name),
      removed: removed.map(({ what }) => what),
      renamed: renamed.map(({ from, to }) => `${from}=${to}`),
      unclear: Object.fromEntries(unclear),
    }
  }
  const robots =
    'query A { being(id: 1) { __typename ... on Robot { maker { ...P } } } }\nfragment P on Person { age }\n'

  it.each([
    ['an object type', robots, { Person: 'Human', Robot: 'Machine' }],
    ['an interface', 'query A { node(id: 1) { ...N } } fragment N on Node { id }', { Node: 'Entity' }],
    ['a union', 'query A { being(id: 1) { ...B } } fragment B on Being { __typename }', { Being: 'Creature' }],
    [
      'an input type',
      'query A($f: [Filter!], $i: Inner) { people(filter: $f) { age } }',
      { Filter: 'Where', Inner: 'Within' },
    ],
    ['an enum', 'query A($c: Color = RED) { person(id: 1, color: $c) { age } }', { Color: 'Paint' }],
    ['a root type', 'query A { ...Q } fragment Q on Query { stone { weight } }', { Query: 'Root' }],
  ])('takes over the name of %s', (_, text, names) => {
    const after = `${named(names)}${'Query' in names ? 'schema { query: Root mutation: Mutation }' : ''}`
    const { renamed, ...result } = run(text.replace('$f: [Filter!], $i: Inner', '$f: Filter'), after)
    expect(result).toEqual({
      text: named(names, text.replace('$f: [Filter!], $i: Inner', '$f: Filter')),
      left: [],
      removed: [],
      unclear: {},
    })
    expect(renamed.length).toBeGreaterThan(0)
  })

  it('takes over every name at once, and removes a field that the renamed type lost', () => {
    const names = {
      Person: 'Human',
      Robot: 'Machine',
      Being: 'Creature',
      Node: 'Entity',
      Filter: 'Where',
      Color: 'Paint',
    }
    const text = robots.replace('age', 'age born')
    expect(run(text, named(names).replace('born: Date', ''))).toMatchObject({
      text: named(names, robots),
      removed: ['Human.born'],
      left: [],
    })
  })

  it('leaves a type of two that are alike, until it is named', () => {
    const twins = base
      .replace(
        'type Robot implements Node { id: ID! note: String model: String maker: Person serial: Int }',
        'type One implements Node { id: ID! note: String model: String maker: Person serial: Int }\ntype Two implements Node { id: ID! note: String model: String maker: Person serial: Int }',
      )
      .replace('Person | Robot', 'Person | One | Two')
    expect(run(robots, twins)).toEqual({
      text: robots,
      left: ['A'],
      removed: [],
      renamed: [],
      unclear: { Robot: ['One', 'Two'] },
    })
    expect(run(robots, twins, { Robot: 'Two' })).toMatchObject({
      text: robots.replace('Robot', 'Two'),
      left: [],
      renamed: ['Robot=Two'],
    })
    expect(run(robots, twins, { Robot: '' })).toMatchObject({
      text: 'query A { being(id: 1) { __typename } }\n',
      left: [],
      removed: ['Robot', 'fragment P'],
    })
  })

  it('leaves a type that is still there, but at none of its places, until it is named', () => {
    const text = 'query A { stone { ...S } people { age } }\nfragment S on Stone { weight }\n'
    const after = `${base.replaceAll(/\bStone\b/g, 'Rock')}type Stone { carat: Int }\n`
    expect(run(text, after)).toEqual({ text, left: ['A'], removed: [], renamed: [], unclear: { Stone: ['Rock'] } })
    expect(run(text, after, { Stone: 'Rock' })).toMatchObject({
      text: text.replace('on Stone', 'on Rock'),
      left: [],
      renamed: ['Stone=Rock'],
    })
    const inPlace = base.replace('stone: Stone', 'stone: Stone rock: Rock')
    expect(() => run(text, `${inPlace}type Rock { weight: Int }\n`, { Stone: 'Rock' })).toThrow(
      '--rename Stone=Rock: the new schema still has Stone.',
    )
  })

  it('leaves two types whose names are swapped, until they are named', () => {
    const text = 'query A { being(id: 1) { ... on Robot { serial } } stone { ...S } }\nfragment S on Stone { weight }\n'
    const swap: Readonly<Record<string, string>> = { Stone: 'Person', Person: 'Stone' }
    const swapped = (from: string) => from.replaceAll(/\b(Stone|Person)\b/g, (name) => swap[name] ?? name)
    expect(run(text, swapped(base))).toMatchObject({ text, left: ['A'], removed: [], unclear: { Stone: ['Person'] } })
    expect(run(text, swapped(base), swap)).toMatchObject({ text: swapped(text), left: [], removed: [] })
  })

  it('leaves a type whose field returns a type that was there before, or a scalar', () => {
    const text = 'query A { stone { ...S } people { age } }\nfragment S on Stone { weight }\n'
    const gone = base.replace(/type Stone .*\n/, '')
    const result = { text, left: ['A'], removed: [], renamed: [] }
    expect(run(text, gone.replace('stone: Stone', 'stone: Robot'))).toEqual({
      ...result,
      unclear: { Stone: ['Robot'] },
    })
    expect(run(text, gone.replace('stone: Stone', 'stone: Int'))).toEqual({ ...result, unclear: { Stone: [] } })
  })

  it('leaves a scalar of another name, as nothing tells scalars apart', () => {
    const [before, after] = ['Date', 'Day'].map((name) =>
      buildSchema(`scalar ${name} type Query { people(born: ${name}): Int }`),
    )
    if (!before || !after) throw new Error('There are two schemas.')
    const files = { 'a.graphql': 'query A($born: Date) { people(born: $born) }' }
    expect(applyTo(files, before, after)).toMatchObject({ changed: {}, unclear: new Map([['Date', ['Day']]]) })
    expect(applyTo(files, before, after, { renames: new Map([['Date', 'Day']]) })).toMatchObject({
      changed: { 'a.graphql': 'query A($born: Day) { people(born: $born) }' },
      left: [],
    })
  })

  it.each([
    [
      'a field',
      'query A { person(id: 1) { age kin: friends(first: 1) { id } } }',
      'friends(',
      'friendsOf(',
      'Person.friends=friendsOf',
      'kin: friendsOf(',
    ],
    [
      'an argument',
      'query A { people(first: 1) { age } }',
      'first: Int = 10',
      'firstFew: Int = 10',
      'Query.people.first=firstFew',
      'firstFew: 1',
    ],
    [
      'an input field',
      'query A { people(filter: { limit: 1 }) { age } }',
      'limit: Int',
      'limitTo: Int',
      'Filter.limit=limitTo',
      'limitTo: 1',
    ],
    [
      'an enum value',
      'query A { person(id: 1, color: GREEN) { age } }',
      'GREEN',
      'GREENISH',
      'Color.GREEN=GREENISH',
      'color: GREENISH',
    ],
    ['a root field', 'query A { stone { weight } }', 'stone: Stone', 'rock: Stone', 'Query.stone=rock', 'stone: rock'],
  ])('suggests another name of %s, and takes it over when it is given', (_, text, from, to, flag, expected) => {
    const [at = '', name = ''] = flag.split('=')
    const after = base.replace(from, to)
    expect(run(text, after)).toEqual({ text, left: ['A'], removed: [], renamed: [], unclear: { [at]: [name] } })
    const done = run(text, after, { [at]: name })
    expect(done).toMatchObject({ left: [], removed: [], renamed: [flag], unclear: {} })
    expect(done.text).toContain(expected)
  })
})
