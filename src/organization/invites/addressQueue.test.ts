import { expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }

it.each(roads)(
  'who gives up the last place in the line leaves those in front in theirs, %s',
  async (_name, connect) => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    // Roles and the key's user are known from here on.
    await organization.inviteUser({ ...invite, email: 'grace@example.com' })
    const looked = operations(sandbox).filter((name) => name === 'GetInvites').length
    const looks = () => operations(sandbox).filter((name) => name === 'GetInvites').length - looked
    sandbox.setFaults([{ kind: 'slow-body', delayMs: 500, operationName: 'GetInvites', times: 1 }])

    const first = organization.inviteUser(invite)
    await expect.poll(looks).toBe(1)
    const controller = new AbortController()
    const second = rejection(organization.inviteUser({ ...invite }, { signal: controller.signal }))
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    expect(await second).toMatchObject({ code: 'ABORTED', mayHaveRun: false })
    const third = rejection(organization.inviteUser({ ...invite }))

    expect(await first).toMatchObject({ inviteeEmail: invite.email })
    expect(await third).toMatchObject({ code: 'ALREADY_INVITED' })
    expect(await organization.getInvites().toArray({ limit: 9 })).toHaveLength(2)
  },
)
