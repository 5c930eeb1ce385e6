import { readFileSync } from 'node:fs'
import { gql } from '@urql/core'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import * as operations from '../../generated/operations.ts'
import { changeOf } from './change.ts'
import { prepare } from './document.ts'
import { idempotentMutations } from './idempotent.ts'

const sdl = readFileSync(new URL('../../graphql/schema.graphql', import.meta.url), 'utf8')
const mutations = Object.keys(buildSchema(sdl).getMutationType()?.getFields() ?? {})

test('every mutation of the schema is idempotent, creates something or has an unproven effect', () => {
  expect(mutations.filter((name) => !idempotentMutations.includes(name)).sort()).toEqual([
    'addMembersToOrganization',
    'addUsersToGroups',
    'createApiKey',
    'createAwsIamIntegration',
    'createAzureIamIntegration',
    'createGcpIamIntegration',
    'createInvites',
    'createProject',
    'createResourceTag',
    'createUserGroup',
    'createUserGroupV3',
    'createWebhook',
    'importUsersAsCsvToGroup',
    'project',
    'removeUsersFromGroup',
    'shareProject',
    'shareProjectWithExternalOrganization',
    'unshareProject',
    'unshareProjectWithExternalOrganization',
  ])
})

describe('a mutation is idempotent if all of its root fields are:', () => {
  test('of ours all but those that create something, begin with `project`, or have an unproven effect', () => {
    const ours = Object.entries(operations).filter(([name]) => name.endsWith('Document'))
    const prepared = ours
      .map(([, document]) => prepare(document as Parameters<typeof prepare>[0]))
      .filter(({ kind }) => kind === 'mutation')
      .map(({ document, operationName = '' }) => ({ ...changeOf(document), operationName }))
    const once = prepared.filter(({ idempotent }) => !idempotent).map(({ operationName }) => operationName)
    expect(once.filter((name) => !name.startsWith('Create')).sort()).toEqual([
      'AddGroupMembers',
      'ImportGroupMembers',
      'InviteUser',
      'RemoveGroupMembers',
      'SetProjectTags',
    ])
    expect(
      prepared.filter(({ idempotent, operationName }) => idempotent && operationName.startsWith('Create')),
    ).toEqual([])
  })

  test.each([
    ['mutation { cancelInvite(where: { id: 1 }) { id } }', true],
    ['mutation { a: cancelInvite(where: { id: 1 }) { id } b: cancelInvite(where: { id: 2 }) { id } }', true],
    ['mutation { ... on Mutation { cancelInvite(where: { id: 1 }) { id } } }', true],
    ['mutation { ...F } fragment F on Mutation { setOrganizationRole(data: {}) { id } }', true],
    ['mutation { cancelInvite: createResourceTag(input: {}) { id } }', false],
    ['mutation { cancelInvite(where: { id: 1 }) { id } createResourceTag(input: {}) { id } }', false],
    ['mutation { cancelInvite(where: { id: 1 }) { id } ...F } fragment F on Mutation { createInvites { id } }', false],
    ['mutation { project(where: { id: 1 }) { cancelInvite { id } } }', false],
    ['mutation { somethingNew }', false],
  ])('%s: %s', (source, idempotent) => {
    expect(changeOf(gql(source)).idempotent).toBe(idempotent)
  })
})
