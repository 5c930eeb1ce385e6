import { buildSchema, isEnumType, isInputObjectType, isLeafType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { ask, records, sandboxed, type Records } from '../testingSandbox.ts'

const schema = buildSchema(sdl)

describe('a deleted project is not found by id', () => {
  it.each<readonly [string, (id: string, start: Records) => string]>([
    ['project', (id) => `{ project(where: {id: "${id}"}) { id } }`],
    ['updateProject', (id) => `mutation { updateProject(where: {id: "${id}"}, data: {name: "a"}) { id } }`],
    [
      'updateProjectResourceTags',
      (id) =>
        `mutation { project(where: {id: "${id}"}) { updateProjectResourceTags(input: {resourceTagIds: []}) { id } } }`,
    ],
    [
      'createWebhook',
      (id) =>
        `mutation { createWebhook(data: {project: {id: "${id}"}, topics: {set: [LABEL_CREATED]}, url: "https://example.com", secret: "s"}) { id } }`,
    ],
    [
      'setProjectMembership',
      (id, { based, role }) =>
        `mutation { setProjectMembership(data: {userId: "${based[0]?.id ?? ''}", roleId: "${role('Labeler')}", projectId: "${id}"}) { id } }`,
    ],
    [
      'setUserAccess',
      (id, { based, role }) =>
        `mutation { setUserAccess(where: {id: "${based[0]?.id ?? ''}"}, data: {roleId: "${role('Labeler')}", canAccessAllProjects: false, projectMemberships: [{projectId: "${id}"}]}) { id } }`,
    ],
  ])('by %s', async (_field, text) => {
    const sandbox = await sandboxed({ users: 5 })
    const start = await records(sandbox)
    const [id = ''] = start.projects
    const removed = await ask(sandbox, `mutation { updateProject(where: {id: "${id}"}, data: {deleted: true}) { id } }`)
    expect(removed.data).toEqual({ updateProject: { id } })

    expect((await ask(sandbox, text(id, start), { path: '/_gql' })).code).toBe('RESOURCE_NOT_FOUND')
  })
})

describe('an id of a user group', () => {
  const uses: readonly (readonly [string, (id: string, roleId: string) => string])[] = [
    ['userGroup', (id) => `{ userGroup(where: {id: "${id}"}) { id } }`],
    ['userGroupV2', (id) => `{ userGroupV2(where: {id: "${id}"}) { id } }`],
    [
      'updateUserGroup',
      (id) =>
        `mutation { updateUserGroup(where: {id: "${id}"}, data: {name: "a", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }`,
    ],
    [
      'updateUserGroupV3',
      (id) =>
        `mutation { updateUserGroupV3(where: {id: "${id}"}, data: {name: "a", color: "9EC5FF", projectIds: []}) { group { id } } }`,
    ],
    ['deleteUserGroup', (id) => `mutation { deleteUserGroup(where: {id: "${id}"}) { success } }`],
  ]

  it.each(uses)('that can be none is malformed for %s, and one that nothing has is not found', async (_field, text) => {
    const sandbox = await sandboxed()
    const role = (await records(sandbox)).role('Labeler')

    for (const id of ['nonsense', '', 'cku7o2ut7xi9g0yc09azbct6e', '0b5f9a3e-0000-4000-8000-00000000000']) {
      const { code, errors } = await ask(sandbox, text(id, role), { path: '/_gql' })
      expect({ code, message: errors?.[0]?.message }).toEqual({
        code: 'MALFORMED_REQUEST',
        message: 'Invalid user group id',
      })
    }
    const unknown = text('0b5f9a3e-0000-4000-8000-000000000000', role)
    expect((await ask(sandbox, unknown, { path: '/_gql' })).code).toBe('RESOURCE_NOT_FOUND')
  })

  it('is a UUID', async () => {
    const { data } = await ask(
      await sandboxed(),
      'mutation { createUserGroup(data: {name: "a", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }',
    )

    expect(data).toMatchObject({
      createUserGroup: {
        group: { id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/) as unknown },
      },
    })
  })
})

it('takes an Admin into a group of the first generation, and into none of a later one', async () => {
  const sandbox = await sandboxed()
  const { me, role } = await records(sandbox)
  const data = (members: string): string => `data: {name: "a", color: "9EC5FF", projectIds: [], ${members}}`

  const made = await ask(
    sandbox,
    `mutation { createUserGroup(${data(`userIds: ["${me.id}"]`)}) { group { id members { nodes { email } } } } }`,
  )
  const { id } = (made.data as unknown as { createUserGroup: { group: { id: string } } }).createUserGroup.group
  const again = await ask(
    sandbox,
    `mutation { updateUserGroup(where: {id: "${id}"}, ${data(`userIds: ["${me.id}"]`)}) { group { id } } }`,
  )
  const later = await ask(
    sandbox,
    `mutation { updateUserGroupV3(where: {id: "${id}"}, ${data(`userRoles: [{userId: "${me.id}", roleId: "${role('Labeler')}"}]`)}) { group { id } } }`,
    { path: '/_gql' },
  )

  expect(made.data).toMatchObject({ createUserGroup: { group: { members: { nodes: [{ email: me.email }] } } } })
  expect(again.errors).toBeUndefined()
  expect(later.errors?.[0]?.extensions.exception?.status).toBe(422)
})

describe('createInvites', () => {
  it.each([
    ['invited', ['invited', 'invited', 'invited', 'invited']],
    ['real', ['real', 'real', 'real', 'real']],
    ['alternating', ['invited', 'real', 'invited', 'real']],
  ] as const)('answers with the ids that are asked for: %s', async (inviteIds, expected) => {
    const sandbox = await sandboxed({ invites: 0, inviteIds })
    const { me, organizationId, role } = await records(sandbox)
    const data = [1, 2, 3, 4].map((number) => ({
      inviterId: me.id,
      inviteeEmail: `${number}@example.com`,
      organizationId,
      organizationRoleId: role('Labeler'),
    }))

    const reply = await ask(
      sandbox,
      'mutation($data: [CreateInviteInput!]) { createInvites(data: $data) { invite { id } } }',
      { variables: { data } },
    )
    const listed = await ask(sandbox, '{ organization { invites { nodes { id } } } }')

    const real = (listed.data as unknown as { organization: { invites: { nodes: { id: string }[] } } }).organization
      .invites.nodes
    const ids = expected.map((each, index) => (each === 'real' ? real[index]?.id : each))
    expect(reply.data).toEqual({ createInvites: ids.map((id) => ({ invite: { id } })) })
  })
})

it('changes the kind of a project', async () => {
  const sandbox = await sandboxed()
  const [id = ''] = (await records(sandbox)).projects

  const { data } = await ask(
    sandbox,
    `mutation { updateProject(where: {id: "${id}"}, data: {allowedMediaType: DICOM}) { allowedMediaType } }`,
  )

  expect(data).toEqual({ updateProject: { allowedMediaType: 'DICOM' } })
})

it('makes a key for the caller when no owner is named', async () => {
  const sandbox = await sandboxed()

  const { data } = await ask(sandbox, 'mutation { createApiKey(data: {name: "CI"}) { jwt } }')

  const { jwt } = (data as unknown as { createApiKey: { jwt: string } }).createApiKey
  expect((await ask(sandbox, '{ user { email } }', { key: jwt })).data).toEqual({
    user: { email: 'ada.lovelace.1@example.com' },
  })
})

describe('an IAM integration', () => {
  const update: Readonly<Record<string, (id: string) => string>> = {
    AWS: (id) => `updateAwsIamIntegration(data: {name: "a", roleArn: "r"}, where: {id: "${id}"}) { id }`,
    GCP: (id) => `updateGcpIamIntegration(data: {name: "a", readBucket: "b"}, where: {id: "${id}"}) { id }`,
    Azure: (id) =>
      `updateAzureIamIntegration(data: {name: "a", readContainerUrl: "https://a.example", tenantId: "t"}, where: {id: "${id}"}) { id }`,
  }

  it.each(['AWS', 'GCP', 'Azure'] as const)('of %s takes the update of no other provider', async (provider) => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    const id = sandbox.addIamIntegration({ provider, name: 'Before' })

    for (const [of, text] of Object.entries(update).filter(([of]) => of !== provider)) {
      const { errors } = await ask(sandbox, `mutation { ${text(id)} }`)
      expect(errors?.[0]?.extensions.exception?.status, of).toBe(422)
    }
    expect((await ask(sandbox, '{ iamIntegrations { name } }')).data).toEqual({ iamIntegrations: [{ name: 'Before' }] })
    expect((await ask(sandbox, `mutation { ${update[provider]?.(id) ?? ''} }`)).errors).toBeUndefined()
  })

  it.each([
    ['AWS', null],
    ['AWS', { roleArn: ' ' }],
    ['AWS', { readBucket: 'b' }],
    ['GCP', null],
    ['Azure', { tenantId: 't' }],
    ['Azure', { readContainerUrl: 'https://a.example' }],
  ] as const)('of %s with %j is not valid', async (provider, settings) => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    const id = sandbox.addIamIntegration({ provider, settings })

    const before = await ask(sandbox, '{ iamIntegrations { valid lastValidAt } }')
    const { data } = await ask(
      sandbox,
      `mutation { validateIamIntegration(where: {id: "${id}"}) { valid checks { success message } } }`,
    )

    expect(before.data).toEqual({ iamIntegrations: [{ valid: false, lastValidAt: null }] })
    expect(data).toMatchObject({
      validateIamIntegration: {
        valid: false,
        checks: [{ success: false, message: expect.stringMatching(/ is missing$/) as unknown }],
      },
    })
  })
})

/** The fields of a type that hold a value of their own, and a value to compare each with. */
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

describe('the filter grammar', () => {
  const suffixes = ['', '_not', '_lt', '_lte', '_gt', '_gte']
  const lists = [
    ['users', 'User'],
    ['projects', 'Project'],
  ] as const

  it.each(lists)('filters and orders %s by every scalar field of %s, with every suffix', async (list, type) => {
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
      // What is less, and what is equal or more, is everything that has a value.
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

  it('finds who has not signed in since a day', async () => {
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

  it.each(lists)('has all of it in the schema of %s', (_list, type) => {
    const where = schema.getType(`${type}WhereInput`)
    if (!isInputObjectType(where)) throw new Error('There is no filter.')
    for (const [field] of scalarsOf(type)) {
      for (const suffix of suffixes) expect(where.getFields()).toHaveProperty(`${field}${suffix}`)
    }
  })
})
