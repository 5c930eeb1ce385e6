import type { TypedDocumentNode } from '@urql/core'
import { describe, expectTypeOf, test } from 'vitest'
import {
  CancelInviteDocument,
  CreateResourceTagDocument,
  GetIamIntegrationsDocument,
  type GetInvitesDocument,
  type InviteLimitDocument,
  InviteUserDocument,
  ProjectsDocument,
  UsersDocument,
  type CreateInviteInput,
  type DateTime,
  type IamIntegrationProvider,
  type Open,
  type UserFragment,
  type UsersQuery,
  type UsersQueryVariables,
} from '../generated/operations.ts'
import { parseDates } from '../src/core/dates.ts'
import type { WithDates } from '../src/core/withDates.ts'
import { refine, refineBy, type OrderBy, type ResultOf, type VariablesOf, type Where } from '../src/lists/refine.ts'

declare function run<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
): Result

describe('results', () => {
  test('follow from the document', () => {
    expectTypeOf(run(UsersDocument, { first: 1 })).toEqualTypeOf<UsersQuery>()
    expectTypeOf<NonNullable<ResultOf<typeof InviteLimitDocument>['invitesLimit']>>().toEqualTypeOf<{
      readonly used: number | null
      readonly limit: number | null
      readonly remaining: number | null
    }>()
    expectTypeOf<NonNullable<UsersQuery['organization']>['users'][number]>().toEqualTypeOf<UserFragment>()
  })

  test('are readonly', () => {
    const tag = run(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' }).createResourceTag
    // @ts-expect-error -- an answer is not changed
    if (tag !== null) tag.text = 'later'
    type Users = NonNullable<UsersQuery['organization']>['users']
    expectTypeOf<Users>().not.toHaveProperty('push')
  })

  test('have dates as the text of the wire, told apart from other text', () => {
    expectTypeOf<UserFragment['createdAt']>().toEqualTypeOf<DateTime | null>()
    expectTypeOf<DateTime>().toExtend<string>()
    expectTypeOf<string>().toExtend<DateTime>()
    expectTypeOf<UserFragment['name']>().toEqualTypeOf<string | null>()
  })

  test('have dates as Date through the facade, at any depth, and nothing else changed', () => {
    type User = WithDates<UserFragment>
    expectTypeOf<User['createdAt']>().toEqualTypeOf<Date | null>()
    expectTypeOf<User['lastLoginAt']>().toEqualTypeOf<Date | null>()
    expectTypeOf<User['name']>().toEqualTypeOf<string | null>()
    expectTypeOf<User['isViewer']>().toEqualTypeOf<boolean | null>()
    type Invites = NonNullable<WithDates<ResultOf<typeof GetInvitesDocument>>['organization']>['invites']
    expectTypeOf<Invites['nodes'][number]['createdAt']>().toEqualTypeOf<Date | null>()
    expectTypeOf<Invites['nextCursor']>().toEqualTypeOf<string | null>()
  })

  test('have dates as Date after parseDates, which takes the document and its own result', () => {
    const users = run(UsersDocument, {})
    expectTypeOf(parseDates(UsersDocument, users)).toEqualTypeOf<WithDates<UsersQuery>>()
    const maybe: UsersQuery | undefined = Math.random() > 2 ? users : undefined
    expectTypeOf(parseDates(UsersDocument, maybe)).toExtend<WithDates<UsersQuery> | undefined>()
    // @ts-expect-error -- the result of another operation
    parseDates(UsersDocument, run(GetIamIntegrationsDocument, {}))
    // @ts-expect-error -- a document that does not say where its dates are
    parseDates({} as TypedDocumentNode<UsersQuery, object>, users)
  })

  test('keep each Date that they have before parseDates', () => {
    interface Generated {
      readonly users: readonly { readonly createdAt: Date | null }[]
    }
    expectTypeOf<WithDates<Generated>['users'][number]['createdAt']>().toEqualTypeOf<Date | null>()
  })

  test('have open enums: the names known today, and any other text', () => {
    type Provider = NonNullable<ResultOf<typeof GetIamIntegrationsDocument>['iamIntegrations']>[number]['provider']
    expectTypeOf<Provider>().toEqualTypeOf<Open<IamIntegrationProvider> | null>()
    expectTypeOf<'Oracle'>().toExtend<Provider>()
    expectTypeOf<IamIntegrationProvider>().toEqualTypeOf<'AWS' | 'Azure' | 'GCP'>()
    type MediaType = NonNullable<
      ResultOf<typeof ProjectsDocument>['organization']
    >['projects'][number]['allowedMediaType']
    expectTypeOf<WithDates<MediaType>>().toEqualTypeOf<MediaType>()
  })

  test('have the settings of integrations told apart by __typename', () => {
    const settings = run(GetIamIntegrationsDocument, {}).iamIntegrations?.[0]?.settings
    // @ts-expect-error -- not every provider has a role
    expectTypeOf(settings?.roleArn).toBeString()
    switch (settings?.__typename) {
      case 'AwsIamIntegrationSettings':
        expectTypeOf(settings.roleArn).toEqualTypeOf<string | null>()
        break
      case 'GcpIamIntegrationSettings':
        expectTypeOf(settings.serviceAccountEmailId).toEqualTypeOf<string | null>()
        break
      case 'AzureIamIntegrationSettings':
        expectTypeOf(settings.tenantId).toEqualTypeOf<string | null>()
        break
      case undefined:
        break
    }
  })
})

describe('variables', () => {
  test('compile when they match the document', () => {
    run(CancelInviteDocument, { id: 'i-1' })
    run(UsersDocument, {})
    run(UsersDocument, { skip: null, first: 10 })
    const invite: CreateInviteInput = {
      inviteeEmail: 'a@example.com',
      inviterId: 'u-1',
      organizationId: 'o-1',
      organizationRoleId: 'r-1',
    }
    run(InviteUserDocument, { data: [invite] })
  })

  test('that are wrong do not', () => {
    // @ts-expect-error -- the id is missing
    run(CancelInviteDocument, {})
    // @ts-expect-error -- an id is a text
    run(CancelInviteDocument, { id: 1 })
    // @ts-expect-error -- there is no such variable
    run(CancelInviteDocument, { id: 'i-1', force: true })
    // @ts-expect-error -- a count is a number
    run(UsersDocument, { first: '10' })
    // @ts-expect-error -- the query takes none
    run(GetIamIntegrationsDocument, { first: 10 })
    // @ts-expect-error -- an invite says who sends it, to where and as what
    run(InviteUserDocument, { data: [{ inviteeEmail: 'a@example.com' }] })
  })
})

describe('filters and orders', () => {
  test('take the types of the schema', () => {
    expectTypeOf<Where<'users'>['createdAt_gte']>().toEqualTypeOf<Date | string | undefined>()
    expectTypeOf<Where<'users'>['id_in']>().toEqualTypeOf<readonly string[] | undefined>()
    expectTypeOf<Where<'users'>['deleted']>().toEqualTypeOf<boolean | undefined>()
    expectTypeOf<Where<'projects'>>().not.toHaveProperty('deleted')
    expectTypeOf<'email_ASC'>().toExtend<OrderBy<'users'>>()
    expectTypeOf<'email_ASC'>().not.toExtend<OrderBy<'projects'>>()
  })

  test('that are wrong do not compile', () => {
    // @ts-expect-error -- there is no such field
    refine(UsersDocument, 'users', { where: { planted: 'x' } })
    // @ts-expect-error -- the API cannot compare with null
    refine(UsersDocument, 'users', { where: { email: null } })
    // @ts-expect-error -- projects are never listed once removed
    refine(ProjectsDocument, 'projects', { where: { deleted: true } })
    // @ts-expect-error -- users are ordered by their own fields
    refine(UsersDocument, 'users', { orderBy: 'description_ASC' })
  })

  test('that are variables have names and types of their own', () => {
    const document = refineBy(UsersDocument, 'users', { where: ['createdAt_gte', 'id_in'], orderBy: 'email_ASC' })
    expectTypeOf<ResultOf<typeof document>>().toEqualTypeOf<UsersQuery>()
    expectTypeOf<VariablesOf<typeof UsersDocument>>().toEqualTypeOf<UsersQueryVariables>()
    expectTypeOf<VariablesOf<typeof document>['createdAt_gte']>().toEqualTypeOf<string>()
    expectTypeOf<VariablesOf<typeof document>['id_in']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<VariablesOf<typeof document>['first']>().toEqualTypeOf<UsersQueryVariables['first']>()
    run(refineBy(UsersDocument, 'users', { orderBy: 'email_ASC' }), { skip: 0, first: 1 })
    // @ts-expect-error -- there is no such filter
    refineBy(UsersDocument, 'users', { where: ['planted'] })
    // @ts-expect-error -- the variable of the filter is missing
    run(document, { skip: 0, first: 1, id_in: [] })
  })

  test('leave the document’s type as it is', () => {
    const { document } = refine(UsersDocument, 'users', { orderBy: 'email_ASC' })
    expectTypeOf(document).toEqualTypeOf<typeof UsersDocument>()
  })
})
