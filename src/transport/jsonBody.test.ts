import { expect, test } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { giving } from '../../test/support/httpServer.ts'
import { serving } from '../../test/support/serving.ts'
import { connect } from './connection.ts'
import { deliver } from './deliver.ts'

test.each<[what: string, variables: unknown]>([
  ['undefined', undefined],
  ['a function', () => 1],
  ['a symbol', Symbol('planted')],
  ['an object whose toJSON returns nothing', { toJSON: () => undefined }],
])('variables that JSON omits are sent as null: %s', async (_, variables) => {
  const server = await serving(giving({ user: null }))
  await deliver(connect({ endpoint: server.origin }), GetUserDocument, variables as Record<string, never>)
  expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ variables: null })
})
