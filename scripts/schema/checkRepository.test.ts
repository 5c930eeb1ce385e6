import { expect, it } from 'vitest'
import { folder } from '../../test/support/folder.ts'
import { checkRepository } from './checkRepository.ts'

interface Report {
  readonly findings: readonly { readonly rule: string; readonly name: string }[]
}

const own = ['graphql/fragments/*.graphql', 'graphql/operations/*.graphql']

it('finds nothing in this repository', async () => {
  const { json, exitCode } = await checkRepository()

  expect((json as Report).findings).toEqual([])
  expect(exitCode).toBe(0)
})

it('reports an operation without an id, without a method, and missing from generated/', async () => {
  const { put } = folder()
  const file = put('nobody.graphql', 'query Nobody {\n  user {\n    name\n  }\n}\n')

  const { json, exitCode } = await checkRepository([...own, file])

  expect(exitCode).toBe(1)
  expect((json as Report).findings.map(({ rule, name }) => [rule, name])).toEqual([
    ['id', 'Nobody'],
    ['unused', 'Nobody'],
    ['stale', 'generated/operations.ts'],
    ['stale', 'generated/trustedDocuments.ts'],
    ['stale', 'generated/documents.ts'],
  ])
})
