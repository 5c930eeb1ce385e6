import { expect, it } from 'vitest'
import { rejection, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { Labelbox } from '../../labelbox.ts'
import type { Fault, Sandbox } from '../../sandbox/index.ts'
import type { AuditRecord } from '../audit.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
const refused: Fault = { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'CancelInvite' }

/** A number of invites to one address, all of which are cancelled. */
async function cancelling(
  sandbox: Sandbox,
  had: number,
  { audit, signal }: { readonly audit?: (record: AuditRecord) => void; readonly signal?: AbortSignal } = {},
) {
  const connection = { endpoint: sandbox.url, apiKey: sandbox.apiKey }
  const plain = await new Labelbox(connection).getOrganization()
  for (let number = 0; number < had; number += 1) await plain.inviteUser(invite, { ifInvited: 'send' })
  const organization = await new Labelbox({ ...connection, audit }).getOrganization()
  const error = await rejection(organization.cancelInvitesTo(invite.email, { signal }))
  if (!isLabelboxError(error)) throw error
  return { error, left: await plain.getInvites().toArray({ limit: 9 }) }
}

it('a refusal of the second says that the first is gone', async () => {
  const sandbox = await sandboxed({ invites: 0, faults: [{ ...refused, skip: 1 }] })

  const { error, left } = await cancelling(sandbox, 2)

  expect(error).toMatchObject({ code: 'AUTHORIZATION', mayHaveRun: true })
  expect(error.message).toMatch(/Of 2 earlier invites, 1 has been cancelled\.$/)
  expect(left).toHaveLength(1)
})

it('an abort between two says the same', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const controller = new AbortController()

  const { error, left } = await cancelling(sandbox, 2, { audit: () => controller.abort(), signal: controller.signal })

  expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
  expect(error.message).toMatch(/Of 2 earlier invites, 1 has been cancelled\.$/)
  expect(error.message).not.toContain('nothing')
  expect(left).toHaveLength(1)
})

it('a refusal of the first has changed nothing', async () => {
  const sandbox = await sandboxed({ invites: 0, faults: [refused] })

  const { error, left } = await cancelling(sandbox, 2)

  expect(error).toMatchObject({ code: 'AUTHORIZATION', mayHaveRun: false })
  expect(error.message).not.toContain('cancelled')
  expect(left).toHaveLength(2)
})

it('one that is gone meanwhile keeps none of the others, and is not among those that were withdrawn', async () => {
  const gone: Fault = {
    kind: 'graphql-error',
    code: 'RESOURCE_NOT_FOUND',
    operationName: 'CancelInvite',
    skip: 1,
    times: 1,
  }
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  for (let number = 0; number < 3; number += 1) await organization.inviteUser(invite, { ifInvited: 'send' })
  const [first, second, third] = await organization.getInvites().toArray({ limit: 9 })
  sandbox.setFaults([gone])

  expect(await organization.cancelInvitesTo(invite.email)).toEqual([first, third])
  expect(await organization.getInvites().toArray({ limit: 9 })).toEqual([second])

  sandbox.setFaults([{ ...gone, skip: 0 }])
  expect(await rejection(organization.cancelInvitesTo(invite.email))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
})
