import { buildSchema, parse } from 'graphql'
import { expect, it } from 'vitest'
import { fieldsPlugin } from './fieldsPlugin.ts'
import { operationsConfig } from './operationsConfig.ts'
import { operationsPlugin } from './operationsPlugin.ts'

const schema = buildSchema(`scalar DateTime
  type Query { user: User key: Key old: Weight }
  type User { createdAt: DateTime }
  type Key { createdAt: String }
  scalar Weight`)
const documents = (text: string) => [{ document: parse(text) }]

it('names the places of a key that is a date in one type and not in another, and an alias makes it right', () => {
  const generate = (text: string) => fieldsPlugin.plugin(schema, documents(text), {}) as string

  expect(() => generate('query A { user { createdAt } } query B { key { createdAt } }')).toThrow(
    'createdAt is a DateTime at user.createdAt in A, and something else at key.createdAt in B. The client knows dates by their key. Give the field an alias where it is not a DateTime, such as createdAtText: createdAt.',
  )
  expect(generate('query A { user { createdAt } } query B { key { createdAtText: createdAt } }')).toContain(
    "dateTimeKeys: readonly string[] = ['createdAt']",
  )
})

it('says where a new scalar gets its TypeScript type', () => {
  const generate = async () => operationsPlugin.plugin(schema, documents('query A { old }'), operationsConfig)

  return expect(generate()).rejects.toThrow(
    'The scalar Weight has no TypeScript type. Add it to `scalars`: in src/codegen/operationsConfig.ts',
  )
})
