import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Labelbox } from 'labelbox-org'
import { Organization } from '../src/organization/organization.ts'

const files = readdirSync('graphql/operations').map((file) => file.replace(/\.graphql$/, ''))
const facade = readdirSync('src/organization')
  .filter((file) => file.endsWith('.ts') && !file.includes('.test'))
  .map((file) => readFileSync(`src/organization/${file}`, 'utf8'))
  .join('\n')
const documentOf = (file: string): string => `${file[0]?.toUpperCase() ?? ''}${file.slice(1)}Document`

it('every operation file is used by the facade', () => {
  expect(files.filter((file) => !new RegExp(`\\b${documentOf(file)},`).test(facade))).toEqual([])
})

/** Labelbox's page on Organization, and what comes on top; the two that stand for another method name its file. */
const methods = {
  users: 'users',
  projects: 'projects',
  webhooks: 'webhooks',
  createResourceTag: 'createResourceTag',
  getResourceTags: 'getResourceTags',
  getIamIntegrations: 'getIamIntegrations',
  getDefaultIamIntegration: 'getIamIntegrations',
  inviteLimit: 'inviteLimit',
  inviteUser: 'inviteUser',
  getInvites: 'getInvites',
  cancelInvite: 'cancelInvite',
  getRoles: 'getRoles',
}

it('every method has an operation file, and the class has no other methods', () => {
  const onClass = Object.getOwnPropertyNames(Organization.prototype).filter((name) => name !== 'constructor')

  expect(onClass.sort()).toEqual(Object.keys(methods).sort())
  expect(Object.values(methods).filter((file) => !files.includes(file))).toEqual([])
  expect(Object.getOwnPropertyNames(Labelbox.prototype)).toEqual(
    expect.arrayContaining(['getOrganization', 'getUser', 'execute']),
  )
})
