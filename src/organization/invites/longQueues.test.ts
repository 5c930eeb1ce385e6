import { expect, it } from 'vitest'
import { operations, roads, sandboxed } from '../../../test/support/roads.ts'

const calls = 60

it.each(roads)(
  `${calls} calls for one address follow each other without pauses, and send one invite, %s`,
  async (_name, connect) => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    const call = (email: string) => organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'return' })
    const start = performance.now()
    for (let count = 0; count < calls; count += 1) await call('grace@example.com')
    const oneByOne = performance.now() - start

    const begun = performance.now()
    const invited = await Promise.all(Array.from({ length: calls }, () => call('ada@example.com')))
    const together = performance.now() - begun

    // A call that is not woken pauses for 100 ms. The rest depends on the machine, as for calls one by one.
    expect(together).toBeLessThan(2 * oneByOne + calls * 50)
    expect(new Set(invited.map(({ id }) => id)).size).toBe(1)
    expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(2)
  },
)
