import fc from 'fast-check'
import { buildSchema, parse, specifiedRules, validate } from 'graphql'
import { expect, it } from 'vitest'
import { readDefinitions, documentOf } from './documents.ts'
import { impactOf } from './impact.ts'
import { base, files } from './testing.ts'

/** An edit of the schema's text, and what it should be called. One of each `place` at most goes into a schema. */
interface Edit {
  readonly place: string
  readonly type: string
  readonly path: string
  readonly from: string
  readonly to: string
}

/** The same type, null where it was not, and the other way round. */
const flipped = (type: string): string => (type.endsWith('!') ? type.slice(0, -1) : `${type}!`)

const lines = base.split('\n')

/** Each field of the one-line types below, gone, of another type, described, deprecated; each type with one more. */
const edits: readonly Edit[] = lines.flatMap((line): Edit[] => {
  const [, kind = '', name = '', body = ''] = /^(type|input|enum) (\w+)[^{]*\{ (.*) \}$/.exec(line) ?? []
  const edit = (type: string, member: string, from: string, to: string): Edit => {
    return { place: name, type, path: `${name}.${member}`, from: line, to: line.replace(from, to) }
  }
  if (kind === 'enum') {
    return [
      ...body.split(' ').map((value) => edit('ENUM_VALUE_REMOVED', value, ` ${value} `, ' ')),
      edit('ENUM_VALUE_ADDED', 'NEW', '{ ', '{ NEW '),
    ]
  }
  const members = [...body.matchAll(/(\w+)(\([^)]*\))?: ([\w[\]!]+)( = \S+)?/g)]
  const prefix = kind === 'input' ? 'INPUT_FIELD' : 'FIELD'
  return members
    .filter(([, member]) => !/implements/.test(line) || !['id', 'note'].includes(member ?? ''))
    .flatMap(([all, member = '', args = '', type = '', value = '']) => [
      edit(`${prefix}_REMOVED`, member, all, ''),
      edit(`${prefix}_TYPE_CHANGED`, member, all, `${member}${args}: ${flipped(type)}${value}`),
      // Of a list, a default would be another one too.
      ...(value === '' ? [edit(`${prefix}_TYPE_CHANGED`, member, all, `${member}${args}: [${type}]`)] : []),
      edit(`${prefix}_DESCRIPTION_ADDED`, member, all, `"About." ${all}`),
      ...(kind === 'input' ? [] : argumentEdits(edit, member, all, args)),
    ])
    .concat(
      members.length === 0
        ? []
        : [
            edit(`${prefix}_ADDED`, 'new', '{ ', '{ new: Int '),
            ...(kind === 'input' ? [edit('INPUT_FIELD_ADDED', 'new', '{ ', '{ new: Int! ')] : []),
          ],
    )
})

function argumentEdits(
  edit: (type: string, member: string, from: string, to: string) => Edit,
  member: string,
  all: string,
  args: string,
): Edit[] {
  const rest = all.slice(member.length + args.length)
  const inner = args.slice(1, -1)
  const added = (text: string) =>
    edit('FIELD_ARGUMENT_ADDED', `${member}.new`, all, `${member}(${[inner, text].filter(Boolean).join(', ')})${rest}`)
  const each = inner === '' ? [] : inner.split(', ')
  return [
    added('new: Int'),
    added('new: Int!'),
    ...each.flatMap((argument) => {
      const name = argument.split(':')[0] ?? ''
      const others = each.filter((other) => other !== argument)
      const without = others.length === 0 ? '' : `(${others.join(', ')})`
      return [edit('FIELD_ARGUMENT_REMOVED', `${member}.${name}`, all, `${member}${without}${rest}`)]
    }),
  ]
}

const some: fc.Arbitrary<readonly Edit[]> = fc.uniqueArray(fc.constantFrom(...edits), {
  minLength: 1,
  maxLength: 5,
  selector: ({ place }) => place,
})

const definitions = readDefinitions(files)
const operations = definitions.filter(({ kind }) => kind !== 'fragment')

const applied = (chosen: readonly Edit[]): string =>
  chosen.reduce((sdl, { from, to }) => sdl.replace(from, to), base).replaceAll('()', '')

it('has edits of many kinds to choose from', () => {
  expect(edits.length).toBeGreaterThan(100)
  expect(new Set(edits.map(({ type }) => type)).size).toBe(12)
  for (const edit of edits) expect(edit.to).not.toBe(edit.from)
})

it('reports exactly what was edited', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const { changes, untouched } = await impactOf(definitions, buildSchema(base), buildSchema(applied(chosen)))
      const expected = chosen.map(({ type, path }) => `${type} ${path}`)
      const reported = changes.map(({ type, path }) => `${type} ${path}`)
      expect(expected).toEqual(expect.arrayContaining(reported))
      expect(reported.length + untouched.breaking + untouched.dangerous + untouched.safe).toBe(chosen.length)
    }),
    { numRuns: 150 },
  )
})

it('never says that operations are safe of which one is valid no longer, and names the change that did it', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const after = buildSchema(applied(chosen))
      const { verdict, bump, changes, broken } = await impactOf(definitions, buildSchema(base), after)
      const invalid = operations.filter(
        (operation) => validate(after, documentOf(operation), specifiedRules).length > 0,
      )
      expect(broken.map(({ name }) => name)).toEqual(invalid.map(({ name }) => name))
      if (invalid.length > 0) expect([verdict, bump]).toEqual(['breaking', 'major'])
      for (const { name } of invalid) {
        const touching = changes.filter((change) => change.class === 'breaking' && change.operations.includes(name))
        expect(touching).not.toEqual([])
      }
    }),
    { numRuns: 150 },
  )
})

it('says the same of the operations in whatever files they stand', async () => {
  const after = buildSchema(base.replace('name: String age', 'age').replace('GREEN', ''))
  const whole = readDefinitions({ 'all.graphql': Object.values(files).join('\n') })
  const told = async (each: typeof definitions) => {
    const { changes } = await impactOf(each, buildSchema(base), after)
    return changes.map(({ path, operations: touched }) => [path, touched])
  }
  expect(await told(whole)).toEqual(await told(definitions))
  expect(parse(Object.values(files).join('\n')).definitions).toHaveLength(8)
})
