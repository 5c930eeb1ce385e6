/// <reference path="./graphqlFiles.d.ts" />
// Mistakes for each way to use the package, with only the package and urql's React bindings installed. Each must be an
// error; a type that has become `any` would hide it.
import users from 'graphql/users.graphql'
import members from 'graphs/members.graphql'
import type { Client } from '@urql/core'
import { Paginated, type Labelbox } from 'labelbox-org'
import { refine } from 'labelbox-org/urql'
import { InviteLimitDocument, UsersDocument } from 'labelbox-org/operations'
import { useMutation, useQuery } from 'urql'

export const notANumber: number = UsersDocument // mistake: operations
export const definitions: string = UsersDocument.definitions // mistake: operations
export const kind: 'Field' = UsersDocument.kind // mistake: operations
export const refined: number = refine(UsersDocument, 'users', {}).document // mistake: operations

export const file: string = users // mistake: files
export const fileWithoutPattern: string = members

export async function facade(labelbox: Labelbox): Promise<void> {
  await labelbox.execute(InviteLimitDocument, { organizationId: 1 }) // mistake: facade
  await labelbox.execute(InviteLimitDocument, { organization: 'id' }) // mistake: facade
  const { invitesLimit } = await labelbox.execute(InviteLimitDocument, { organizationId: 'id' })
  console.log(invitesLimit?.seats) // mistake: facade
  for await (const user of (await labelbox.getOrganization()).users()) console.log(user.shoeSize) // mistake: facade
  // The package exports the type alone, so the program would fail when it runs.
  console.log(labelbox instanceof Paginated) // mistake: facade
}

export function hooks(): void {
  useQuery({ query: UsersDocument, variables: { skip: 'none' } }) // mistake: hooks
  const [{ data }] = useQuery({ query: UsersDocument, variables: { skip: 0, first: 10 } })
  console.log(data?.organisation) // mistake: hooks
  const [{ data: limit }, execute] = useMutation(InviteLimitDocument)
  console.log(limit?.invitesLimit?.seats) // mistake: hooks
  void execute({ organizationId: 1 }) // mistake: hooks
}

export async function client(urql: Client): Promise<void> {
  await urql.query(UsersDocument, { first: 'ten' }) // mistake: client
  const { data } = await urql.query(UsersDocument, { first: 10 })
  console.log(data?.organisation) // mistake: client
  console.log(data?.organization?.users[0]?.shoeSize) // mistake: client
  const result: Promise<number> = urql.query(UsersDocument, {}).toPromise() // mistake: client
  await result
}
