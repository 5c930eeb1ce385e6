import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documents } from '../../../generated/documents.ts'
import { sdl } from '../../../generated/schema.ts'
import { readDefinitions } from '../documents/definitions.ts'
import { definitionsMentioning } from './definitionsMentioning.ts'
import { base, files } from '../testingSchema.ts'
import { usedParts } from './usedParts.ts'

describe.each([
  ['with every kind of use', files, base],
  ['of this package', documents, sdl],
])('definitionsMentioning for operations %s', (_, texts, schemaText) => {
  const definitions = readDefinitions(texts)
  const schema = buildSchema(schemaText)

  it('finds every definition that uses a part', () => {
    const parts = new Map<string, Set<string>>()
    for (const definition of definitions) {
      for (const { at } of usedParts(definition, schema)) {
        parts.set(at, (parts.get(at) ?? new Set()).add(definition.name))
      }
    }
    expect(parts.size).toBeGreaterThan(40)
    for (const [part, users] of parts) {
      const found = definitionsMentioning(definitions, [part], [schema]).map(({ name }) => name)
      expect([part, found]).toEqual([part, expect.arrayContaining([...users])])
    }
  })

  it('finds no definition for unknown parts', () => {
    expect(definitionsMentioning(definitions, [], [schema])).toEqual([])
    expect(definitionsMentioning(definitions, ['Nothing.anywhere'], [schema])).toEqual([])
  })
})

it('finds definitions through field types and variables', () => {
  const schema = buildSchema(base)
  const definitions = readDefinitions(files)
  const using = (part: string) => definitionsMentioning(definitions, [part], [schema]).map(({ name }) => name)
  expect(using('Being')).toEqual(['Any'])
  expect(using('Inner.high')).toEqual(['People'])
  expect(using('@cached')).toEqual(['People'])
  expect(using('Robot.model')).toEqual(['Any'])
  expect(using('Query')).toHaveLength(definitions.length)
})
