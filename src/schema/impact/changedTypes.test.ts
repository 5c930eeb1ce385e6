import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { labelboxOperations } from '../../codegen/index.ts'
import { applyTo } from '../apply/repair.ts'
import { base, files } from '../testingSchema.ts'

const edited = (from: string, to: string): string => {
  if (!base.includes(from)) throw new Error(`The schema has no ${from}`)
  return base.replace(from, to)
}

/** Generates types; returns each type by name, without comments. */
async function generated(texts: Readonly<Record<string, string>>, sdl: string): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-changed-types-'))
  try {
    const [schema, out] = [join(folder, 'schema.graphql'), join(folder, 'generated.ts')]
    await writeFile(schema, sdl.replace('scalar Date\n', 'scalar DateTime\n').replaceAll(/\bDate\b/g, 'DateTime'))
    await writeFile(join(folder, 'a.graphql'), Object.values(texts).join('\n'))
    await generate({ generates: { [out]: labelboxOperations(join(folder, 'a.graphql'), schema) }, silent: true }, true)
    const text = (await readFile(out, 'utf8')).replaceAll(/\/\*\*[^]*?\*\//g, '').replaceAll(/\s+/g, ' ')
    return new Map(
      text
        .split('export ')
        .flatMap((part) => [[/^type (\w+)/.exec(part)?.[1] ?? '', part] as const])
        .filter(([name]) => name !== ''),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('changed types are those that codegen generates differently when', () => {
  it.each([
    ['a field is removed', 'name: String age', 'age', ['AnyQuery', 'GetPersonQuery', 'PFragment']],
    ['an unused field is removed', 'weight: Int', '', []],
    ['a field becomes nullable', 'age: Int! color', 'age: Int color', ['ANodeQuery', 'PeopleQuery']],
    ['an enum value is replaced', 'GREEN', 'PINK', ['Color']],
    ['an input field is removed', 'limit: Int', '', ['Filter']],
    ['an input field becomes optional', 'name: String! age: Int color', 'name: String age: Int color', ['NewPerson']],
    ['an unused argument is removed', ', after: ID', '', []],
    [
      'a list becomes a single value',
      'people(filter: Filter, first: Int = 10): [Person!]!',
      'people(filter: Filter, first: Int = 10): Person',
      ['PeopleQuery', 'TallQuery'],
    ],
    ['a field of an inline fragment is removed', 'model: String', '', ['AnyQuery']],
    ['a union gains a member', 'Person | Robot', 'Person | Robot | Stone', ['AnyQuery']],
    ['a field is added', 'type Stone {', 'type Stone { new: Int', []],
  ])('%s', { timeout: 30_000 }, async (_, from, to, expected) => {
    const after = edited(from, to)
    const { changed, left, types } = applyTo(files, buildSchema(base), buildSchema(after))
    expect(left).toEqual([])
    const [old, now] = [await generated(files, base), await generated({ ...files, ...changed }, after)]
    const different = [...old.keys()].filter((name) => old.get(name) !== now.get(name))
    expect(types.map(({ name }) => name)).toEqual(expected)
    expect(different.sort()).toEqual(expected)
  })
})

describe('a changed type', () => {
  const typesOf = (text: string, from: string, to: string) =>
    applyTo({ 'a.graphql': text }, buildSchema(base), buildSchema(edited(from, to))).types

  it('lists changes by path, with only the outermost of removed members', () => {
    const text = 'query A($n: Int) { person(id: 1) { age mates: friends(first: $n) { age color } } }'
    expect(typesOf(text, 'friends(first: Int, after: ID): [Person!]', '')).toEqual([
      {
        name: 'AQuery',
        how: 'changed',
        members: [{ path: 'person.mates', before: '[object!]', after: undefined }],
      },
      { name: 'AQueryVariables', how: 'changed', members: [{ path: '$n', before: 'Int', after: undefined }] },
      // No document uses it any more, so it is not generated.
      { name: 'Color', how: 'gone', members: [] },
    ])
  })

  it('lists the type condition of a member, and whether it is optional', () => {
    const text = `query A($all: Boolean!) { being(id: 1) { ... on Robot { ...F @include(if: $all) } } }
      fragment F on Node { ... on Robot { serial } id }`
    expect(typesOf(text, 'serial: Int', 'serial: Float')).toEqual([
      {
        name: 'AQuery',
        how: 'changed',
        members: [{ path: 'being[Robot].serial', before: 'Int, optional', after: 'Float, optional' }],
      },
      { name: 'FFragment', how: 'changed', members: [{ path: '[Robot].serial', before: 'Int', after: 'Float' }] },
    ])
  })

  it('is not reported for an invalid document, nor are types that it may need', () => {
    expect(typesOf('query A { person(id: 1) { color } }', 'person(id: ID!, color: Color)', 'human(id: ID!)')).toEqual(
      [],
    )
    expect(typesOf('query A { person(id: 1) { age never } }', 'age: Int! color', 'age: Int color')).toEqual([])
  })
})
