import { expect, it } from 'vitest'
import { operations, roads, sandboxed } from '../../../test/support/roads.ts'

const calls = 60

it.each(roads)(
  `${calls} calls for one address follow each other without pauses, and send one invite, %s`,
  async (_name, connect) => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    const invite = { email: 'ada@example.com', role: 'LABELER' }
    const begun = performance.now()
    const invited = await Promise.all(
      Array.from({ length: calls }, () => organization.inviteUser({ ...invite }, { ifInvited: 'return' })),
    )
    // At the pace of the looks it takes 100 ms for each.
    expect(performance.now() - begun).toBeLessThan(calls * 50)
    expect(new Set(invited.map(({ id }) => id)).size).toBe(1)
    expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(1)
  },
)
