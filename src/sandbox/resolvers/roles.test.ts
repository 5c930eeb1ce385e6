import { expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

it('has the roles that the official SDK knows', async () => {
  const { data } = await ask(await sandboxed(), '{ roles { id name } organizationRole { permissions } }')

  expect((data?.['roles'] as { name: string }[]).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Admin', 'Team Manager', 'Reviewer', 'Labeler', 'None', 'Tenant Admin', 'Data Admin']),
  )
  expect(data?.['organizationRole']).toMatchObject({ permissions: expect.any(Array) as string[] })
})
