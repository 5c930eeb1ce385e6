import { gql, type AnyVariables, type TypedDocumentNode } from '@urql/core'
import type { IamIntegration, Invite, Labelbox, Organization, Paginated, User } from 'labelbox-org'
import { isLabelboxError, type LabelboxError } from 'labelbox-org/errors'
import {
  CreateResourceTagDocument,
  GetUserDocument,
  InviteLimitDocument,
  UsersDocument,
  type UsersQuery,
} from 'labelbox-org/operations'
import { describe, expectTypeOf, it } from 'vitest'

declare const labelbox: Labelbox
declare const organization: Organization

describe('results', () => {
  it('have dates as Date', () => {
    expectTypeOf(organization.createdAt).toEqualTypeOf<Date | null>()
    expectTypeOf<User['lastLoginAt']>().toEqualTypeOf<Date | null>()
    expectTypeOf<User['email']>().toEqualTypeOf<string | null>()
    expectTypeOf<Invite['createdAt']>().toEqualTypeOf<Date | null>()
  })

  it('of lists are iterable and no promises', () => {
    expectTypeOf(organization.users()).toEqualTypeOf<Paginated<User>>()
    expectTypeOf<Awaited<Paginated<User>>>().toEqualTypeOf<Paginated<User>>()
  })

  it('of integrations are told apart by their settings', () => {
    const settings = {} as NonNullable<IamIntegration['settings']>
    if (settings.__typename === 'AwsIamIntegrationSettings') {
      expectTypeOf(settings.roleArn).toEqualTypeOf<string | null>()
    } else if (settings.__typename === 'GcpIamIntegrationSettings') {
      expectTypeOf(settings.serviceAccountEmailId).toEqualTypeOf<string | null>()
    } else if (settings.__typename === 'AzureIamIntegrationSettings') {
      expectTypeOf(settings.tenantId).toEqualTypeOf<string | null>()
    } else {
      expectTypeOf(settings.name).toEqualTypeOf<string>()
    }
  })

  it('are readonly', () => {
    // @ts-expect-error a record is not to be changed
    organization.name = 'other'
  })
})

describe('arguments', () => {
  it('of filters and orders are those of the schema', () => {
    organization.users({ where: { email: 'a@example.com', createdAt_gte: new Date() }, orderBy: 'email_ASC' })
    // @ts-expect-error no such field
    organization.users({ where: { mail: 'a@example.com' } })
    // @ts-expect-error no such order
    organization.users({ orderBy: 'email' })
    // @ts-expect-error removed projects are never listed
    organization.projects({ where: { deleted: true } })
    // @ts-expect-error a date is not a number
    organization.users({ where: { createdAt_gte: 5 } })
  })

  it('of documents are checked, and no more than there are', () => {
    expectTypeOf(labelbox.execute(InviteLimitDocument, { organizationId: 'x' })).resolves.toHaveProperty('invitesLimit')
    // @ts-expect-error a variable is missing
    void labelbox.execute(CreateResourceTagDocument, { text: 'x' })
    // @ts-expect-error a variable of the wrong type
    void labelbox.execute(InviteLimitDocument, { organizationId: 5 })
    // @ts-expect-error a variable that there is not
    void labelbox.execute(InviteLimitDocument, { organizationId: 'x', other: 1 })
  })

  it('of documents can be left out where no variable is required', () => {
    expectTypeOf(labelbox.execute(GetUserDocument)).resolves.toHaveProperty('user')
    expectTypeOf(labelbox.execute(UsersDocument)).resolves.toEqualTypeOf<UsersQuery>()
    expectTypeOf(labelbox.execute(UsersDocument, {}, { timeoutMs: 1 })).resolves.toEqualTypeOf<UsersQuery>()
    expectTypeOf(labelbox.execute(gql<{ a: 1 }>('{ a }'))).resolves.toEqualTypeOf<{ a: 1 }>()
    // @ts-expect-error the variables are missing
    void labelbox.execute(InviteLimitDocument)
    // @ts-expect-error the variables are missing
    void labelbox.execute(InviteLimitDocument, undefined, { timeoutMs: 1 })
  })

  it('of documents may be generic', () => {
    const run = <Data, Variables extends AnyVariables>(
      document: TypedDocumentNode<Data, Variables>,
      variables: Variables,
    ): Promise<Data> => labelbox.execute(document, variables)
    expectTypeOf(run(UsersDocument, { first: 1 })).resolves.toEqualTypeOf<UsersQuery>()
  })

  it('of an invite need an address and a role', () => {
    // @ts-expect-error the role is missing
    void organization.inviteUser({ email: 'a@example.com' })
  })
})

it('isLabelboxError narrows to the code', () => {
  const error: unknown = undefined
  if (isLabelboxError(error, 'USAGE_LIMIT')) {
    expectTypeOf(error).toExtend<LabelboxError>()
    expectTypeOf(error.code).toEqualTypeOf<'USAGE_LIMIT'>()
  }
})
