import fc from 'fast-check'
import { buildSchema, parse, specifiedRules, validate, validateSchema, type GraphQLSchema } from 'graphql'
import { expect, it } from 'vitest'
import { changedTypes } from './changedTypes.ts'
import { diffSchemas } from '../diff/diffSchemas.ts'
import { readDefinitions, documentOf } from '../documents/definitions.ts'
import { resultTypeName } from './generatedTypes.ts'
import { impactOf } from './impact.ts'
import { base, files } from '../testingSchema.ts'
import { edits, type Edit } from '../testingEdits.ts'
import { isLong } from '../../../test/support/long.ts'

/** A default that is not a value of its enum makes an impossible schema, which graphql-js accepts. */
const canBe = (chosen: readonly Edit[]): boolean => {
  const removed = chosen.flatMap(({ changes }) =>
    changes.flatMap((change) => /^ENUM_VALUE_REMOVED \w+\.(\w+)$/.exec(change)?.[1] ?? []),
  )
  return !removed.some((value) => chosen.some(({ to }) => to.includes(`= ${value}`)))
}

const some: fc.Arbitrary<readonly Edit[]> = fc
  .uniqueArray(fc.constantFrom(...edits), { minLength: 1, maxLength: 5, selector: ({ place }) => place })
  .filter(canBe)

const definitions = readDefinitions(files)
const operations = definitions.filter(({ kind }) => kind !== 'fragment')

/** Longer edits come first, because they replace whole lines. */
const applied = (chosen: readonly Edit[]): GraphQLSchema => {
  const inOrder = [...chosen].sort((a, b) => b.from.length - a.from.length)
  return buildSchema(inOrder.reduce((sdl, { from, to }) => sdl.replace(from, () => to), base))
}

it('has more than 300 edits of 41 kinds, each giving a valid schema', () => {
  expect(edits.length).toBeGreaterThan(300)
  const kinds = new Set(edits.flatMap(({ changes }) => changes.map((change) => change.split(' ')[0])))
  expect(kinds.size).toBe(41)
  for (const edit of edits) expect([edit, validateSchema(applied([edit]))]).toEqual([edit, []])
})

it.each(edits.map((edit) => [edit.changes.join(', '), edit.to.slice(0, 60), edit] as const))(
  'reports %s for %s',
  async (_, __, edit) => {
    const found = await diffSchemas(buildSchema(base), applied([edit]))
    expect(found.map(({ type, path }) => `${type} ${path}`).sort()).toEqual([...edit.changes].sort())
  },
)

it('reports exactly the edits of a random schema', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const [before, after] = [buildSchema(base), applied(chosen)]
      const expected = chosen.flatMap(({ changes }) => changes).sort()
      const told = (changes: readonly { type: string; path: string }[]) =>
        changes.map(({ type, path }) => `${type} ${path}`)
      expect(told(await diffSchemas(before, after)).sort()).toEqual(expected)
      const { changes, untouched } = await impactOf(definitions, before, after)
      expect(expected).toEqual(expect.arrayContaining(told(changes)))
      expect(changes.length + untouched.breaking + untouched.dangerous + untouched.safe).toBe(expected.length)
    }),
    { numRuns: isLong ? 200 : 30 },
  )
})

it('reports every operation that random edits invalidate, and a breaking change for it', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const after = applied(chosen)
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
    { numRuns: isLong ? 150 : 30 },
  )
})

it('reports a change for every operation whose generated types differ', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const [before, after] = [buildSchema(base), applied(chosen)]
      const { changes, bump } = await impactOf(definitions, before, after)
      const different = changedTypes({ definitions, schema: before }, { definitions, schema: after })
      const touching = changes.filter(({ type }) => !/DESCRIPTION|DEPRECATION/.test(type))
      for (const operation of operations) {
        const result = resultTypeName(operation)
        if (!different.some(({ name }) => name === result || name === `${result}Variables`)) continue
        expect(touching.flatMap((change) => change.operations)).toContain(operation.name)
        expect(['minor', 'major']).toContain(bump)
      }
    }),
    { numRuns: isLong ? 200 : 30 },
  )
})

it('gives the same result however operations are spread over files', async () => {
  const after = buildSchema(base.replace('name: String age', 'age').replace('GREEN', ''))
  const whole = readDefinitions({ 'all.graphql': Object.values(files).join('\n') })
  const told = async (each: typeof definitions) => {
    const { changes } = await impactOf(each, buildSchema(base), after)
    return changes.map(({ path, operations: touched }) => [path, touched])
  }
  expect(await told(whole)).toEqual(await told(definitions))
  expect(parse(Object.values(files).join('\n')).definitions).toHaveLength(8)
})
