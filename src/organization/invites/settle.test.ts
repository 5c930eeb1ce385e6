import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { rejection, roads, sandboxed } from '../../../test/support/roads.ts'

it.each(roads)('a look that fails %s ends the other one that was under way', async (_name, connect) => {
  const sandbox = await sandboxed()
  const organization = await connect(sandbox).getOrganization()
  sandbox.setFaults([
    { kind: 'hang', operationName: 'GetInvites' },
    { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'Users' },
  ])
  const { signal } = new AbortController()

  const error = await rejection(organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' }, { signal }))

  expect(error).toMatchObject({ code: 'AUTHORIZATION', operationName: 'Users' })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
