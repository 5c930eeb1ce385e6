import { readFile } from 'node:fs/promises'
import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { brokenOperations, readOperations } from './impact.ts'

const snapshot = await readFile('graphql/schema.graphql', 'utf8')
const schema = buildSchema(snapshot)
const operations = await readOperations('graphql')

it('reads each operation with just the fragments that it needs', () => {
  const inviteLimit = operations.find(({ name }) => name === 'InviteLimit')
  const users = operations.find(({ name }) => name === 'Users')
  expect(inviteLimit?.document.definitions).toHaveLength(1)
  expect(users?.document.definitions.length).toBeGreaterThan(1)
})

it('breaks no operation where nothing changed', () => {
  expect(brokenOperations(operations, schema, schema)).toEqual([])
})

it('names the operations that ask for a field that is gone, and where', () => {
  const drifted = snapshot.replace(/^type User \{[^}]*\}/m, (type) => type.replace(/\bnickname:/, 'alias:'))
  expect(drifted).not.toBe(snapshot)
  const broken = brokenOperations(operations, schema, buildSchema(drifted))
  expect(broken.map(({ name }) => name)).toContain('Users')
  expect(broken.map(({ name }) => name)).not.toContain('InviteLimit')
  expect(broken[0]?.alreadyBroken).toBe(false)
  expect(broken[0]?.reasons.join('\n')).toMatch(
    /^fragments\/user\.graphql:\d+: Cannot query field "nickname" on type "User"/,
  )
})

it('says when the old schema did not allow an operation either', () => {
  const empty = buildSchema('type Query { nothing: Int }')
  const broken = brokenOperations(operations, empty, empty)
  expect(broken).toHaveLength(operations.length)
  expect(broken.every(({ alreadyBroken }) => alreadyBroken)).toBe(true)
})
