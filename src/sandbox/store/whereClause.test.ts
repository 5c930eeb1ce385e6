import { buildSchema, isEnumType, isInputObjectType, isLeafType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { ask, sandboxed } from '../testingSandbox.ts'

const schema = buildSchema(sdl)

/** The stored scalar fields of a type, each with a value to compare with. */
const scalarsOf = (typeName: string): readonly (readonly [string, string])[] => {
  const type = schema.getType(typeName)
  if (!isObjectType(type)) throw new Error(`There is no type ${typeName}.`)
  const computed = ['accessibleProjectCount', 'canAccessAllProjects', 'deleted']
  return Object.values(type.getFields()).flatMap(({ name, type: of }) => {
    const named = schema.getType(String(of).replace(/[[\]!]/g, ''))
    if (computed.includes(name) || String(of).startsWith('[') || !isLeafType(named)) return []
    if (isEnumType(named)) return [[name, named.getValues()[0]?.name ?? ''] as const]
    const value = { DateTime: '"2024-01-15T09:02:00Z"', Boolean: 'true', Int: '1', Float: '0.5' }[named.name] ?? '"m"'
    return [[name, value] as const]
  })
}

describe('a filter', () => {
  const suffixes = ['', '_not', '_lt', '_lte', '_gt', '_gte']
  const lists = [
    ['users', 'User'],
    ['projects', 'Project'],
  ] as const

  it.each(lists)('works on %s for every scalar field of %s with every suffix, and orders by it', async (list, type) => {
    const sandbox = await sandboxed({ users: 5, projects: 5 })
    const fields = scalarsOf(type)
    expect(fields.length).toBeGreaterThan(9)

    for (const [field, value] of fields) {
      const filters = suffixes.map((suffix, n) => `f${n}: ${list}(where: {${field}${suffix}: ${value}}) { ${field} }`)
      const orders = ['ASC', 'DESC'].map((way) => `${way}: ${list}(orderBy: ${field}_${way}) { ${field} }`)
      const { data, errors } = await ask(sandbox, `{ ${filters.join(' ')} organization { ${orders.join(' ')} } }`)

      expect(errors, field).toBeUndefined()
      const found = data as unknown as Record<string, unknown[]> & {
        organization: Partial<Record<string, Record<string, unknown>[]>>
      }
      const all = found.organization['ASC'] ?? []
      expect(all.length).toBeGreaterThanOrEqual(5)
      // Rows below the value and rows from the value on are all rows that have a value.
      const values = (rows: readonly unknown[] | undefined): number =>
        (rows ?? []).filter((row) => (row as Readonly<Record<string, unknown>>)[field] !== null).length
      expect(values(found['f2']) + values(found['f5']), field).toBe(values(all))
      expect(values(found['f3']) + values(found['f4']), field).toBe(values(all))
      expect((found['f0'] ?? []).length + (found['f1'] ?? []).length, field).toBe(all.length)
      expect(found.organization['DESC']?.map((row) => row[field]).filter((each) => each !== null)).toEqual(
        all
          .map((row) => row[field])
          .filter((each) => each !== null)
          .reverse(),
      )
    }
  })

  it('finds users who have not signed in since a day', async () => {
    const sandbox = await sandboxed({ users: 9 })
    const { data } = await ask(
      sandbox,
      'query($day: DateTime!) { organization { users(where: {lastLoginAt_lt: $day}) { lastLoginAt } } }',
      { variables: { day: '2024-01-15T10:33:00Z' } },
    )

    const { users } = (data as unknown as { organization: { users: { lastLoginAt: string }[] } }).organization
    expect(users.map(({ lastLoginAt }) => lastLoginAt)).toEqual([
      '2024-01-15T10:30:00.213Z',
      '2024-01-15T10:31:00.214Z',
    ])
  })

  it.each(lists)('of %s has every suffix for every scalar field in the schema', (_list, type) => {
    const where = schema.getType(`${type}WhereInput`)
    if (!isInputObjectType(where)) throw new Error('There is no filter.')
    for (const [field] of scalarsOf(type)) {
      for (const suffix of suffixes) expect(where.getFields()).toHaveProperty(`${field}${suffix}`)
    }
  })
})
