import { readFile } from 'node:fs/promises'
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { carryOver } from './carryOver.ts'

const previous = `# A heading.
"A person."
type Person { # inferred: type name
  "Address."
  email: String
  friends(first: Int): [Person!]! # inferred: name of the argument
  gone: Int # inferred
}

type Query {
  # Above, not beside.
  person(
    "Which one."
    id: ID
  ): Person # inferred: nullability
}
`

describe('carryOver', () => {
  it('keeps trailing comments, and descriptions that the server lacks', () => {
    const pulled = `type Person {
  """The server's own words."""
  email: String
  friends(first: Int): [Person!]!
}

type Query {
  person(id: ID): Person
}
`
    const { sdl, descriptions, comments, dropped } = carryOver(pulled, previous)
    expect({ descriptions, comments }).toEqual({ descriptions: 2, comments: 3 })
    expect(dropped).toEqual([
      { kind: 'comment', coordinate: 'Person.gone', line: 7, text: '# inferred' },
      { kind: 'comment', coordinate: undefined, line: 11, text: '# Above, not beside.' },
    ])
    expect(sdl).toBe(`# A heading.

"""A person."""
type Person { # inferred: type name
  """The server's own words."""
  email: String
  friends(first: Int): [Person!]! # inferred: name of the argument
}

type Query {
  person( # inferred: nullability
    """Which one."""
    id: ID
  ): Person
}
`)
  })

  it('explains kept comments in a file without a heading', () => {
    const { sdl } = carryOver('type Query { a: Int }', 'type Query {\n  a: Int # inferred\n}\n')
    expect(sdl).toMatch(
      /^# Written by `labelbox-org schema pull`\..*\n#.*\n\ntype Query \{\n {2}a: Int # inferred\n\}\n$/,
    )
  })

  it('adds nothing without a former file', () => {
    expect(carryOver('type Query { a: Int }', undefined)).toEqual({
      sdl: 'type Query {\n  a: Int\n}\n',
      descriptions: 0,
      comments: 0,
      dropped: [],
    })
  })

  it('reports dropped descriptions with their coordinates', () => {
    const former =
      'type Query {\n  a(\n    "Which."\n    x: Int\n  ): Int\n}\n\n"Old."\ntype Old {\n  "Its\\nid."\n  id: ID\n}\n'
    expect(carryOver('type Query { a: Int }', former).dropped).toEqual([
      { kind: 'description', coordinate: 'Query.a.x', line: 3, text: 'Which.' },
      { kind: 'description', coordinate: 'Old', line: 8, text: 'Old.' },
      { kind: 'description', coordinate: 'Old.id', line: 10, text: 'Its\nid.' },
    ])
  })

  it('reports what is dropped in the order of the former file, and writes no heading if no comment is kept', () => {
    const former = 'type Query {\n  a: Int\n  # Alone.\n  "Gone."\n  b: Int # inferred\n}\n'
    const { sdl, dropped } = carryOver('type Query { a: Int }', former)
    expect(sdl).toBe('type Query {\n  a: Int\n}\n')
    expect(dropped).toEqual([
      { kind: 'comment', coordinate: undefined, line: 3, text: '# Alone.' },
      { kind: 'description', coordinate: 'Query.b', line: 4, text: 'Gone.' },
      { kind: 'comment', coordinate: 'Query.b', line: 5, text: '# inferred' },
    ])
  })

  it('keeps a heading of several lines, and no comment of it twice', () => {
    const former = '# One.\n# Two.\n\n# Above.\ntype Query {\n  a: Int # inferred\n}\n'
    const { sdl, dropped } = carryOver('type Query { a: Int }', former)
    expect(sdl).toBe('# One.\n# Two.\n\ntype Query {\n  a: Int # inferred\n}\n')
    expect(dropped.map(({ text, line }) => [text, line])).toEqual([['# Above.', 4]])
  })

  it('keeps every mark of the snapshot, and gives the same text on the second pull', async () => {
    const snapshot = await readFile('graphql/schema.graphql', 'utf8')
    const pulled = `${printSchema(lexicographicSortSchema(buildSchema(snapshot)))}\n`
    const once = carryOver(pulled, snapshot)
    const twice = carryOver(pulled, once.sdl)
    expect(twice.sdl).toBe(once.sdl)
    const marks = snapshot.split('\n').filter((line) => /\S.* # inferred/.test(line))
    expect(once.comments).toBe(marks.length)
    expect(once.descriptions).toBe(0)
    expect([...once.dropped, ...twice.dropped]).toEqual([])
  })
})
