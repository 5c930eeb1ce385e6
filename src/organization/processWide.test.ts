import { beforeEach, describe, expect, it, vi } from 'vitest'
import { organizationOfCopy } from '../../test/support/packageCopy.ts'
import { operations, rejection, sandboxed } from '../../test/support/roads.ts'
import { LabelboxError } from '../core/errors.ts'
import type { Fault } from '../sandbox/index.ts'
import { rememberUnsettled, unsettledOf } from './invites/unsettledInvites.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
/** Not carried out, and nobody can tell. */
const lost: Fault = { kind: 'http-status', status: 504, operationName: 'InviteUser' }

/** Other ways to the same server. */
const ways: readonly (readonly [name: string, change: (url: string) => string])[] = [
  ['the same endpoint', (url) => url],
  ['another name of the host', (url) => url.replace('127.0.0.1', 'localhost')],
  ['a query in the endpoint', (url) => `${url}?tenant=1`],
]

describe.each(ways)('two copies of the package in one process, the second by %s,', (_name, change) => {
  it('send one invite to an address', async () => {
    const sandbox = await sandboxed()
    const organizations = [
      await organizationOfCopy(sandbox),
      await organizationOfCopy({ ...sandbox, url: change(sandbox.url) }),
    ]

    const both = await Promise.allSettled(organizations.map((organization) => organization.inviteUser(invite)))

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(1)
  })

  it('know what the other does not know the outcome of', async () => {
    const sandbox = await sandboxed()
    const [one, other] = [
      await organizationOfCopy(sandbox),
      await organizationOfCopy({ ...sandbox, url: change(sandbox.url) }),
    ]
    sandbox.setFaults([lost])
    await rejection(one.inviteUser(invite))

    expect(await rejection(other.inviteUser(invite))).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(1)
  })

  it('see in a bulk call what the other has sent meanwhile', async () => {
    const sandbox = await sandboxed()
    const [one, other] = [
      await organizationOfCopy(sandbox),
      await organizationOfCopy({ ...sandbox, url: change(sandbox.url) }),
    ]
    const rows = async function* () {
      yield { email: 'grace@example.com', role: 'LABELER' }
      // Everybody has been looked at by now.
      await one.inviteUser(invite)
      yield invite
    }

    const { counts } = await other.inviteUsers(rows())

    expect(counts).toMatchObject({ invited: 1, 'already-invited': 1 })
  })
})

describe('what is unsettled', () => {
  const memory = (globalThis as unknown as Record<symbol, Map<string, unknown>>)[Symbol.for('labelbox-org.unsettled@1')]
  const hour = 60 * 60 * 1000
  const sent = { email: '', roleName: null, before: { invites: [], member: undefined } }
  const error = new LabelboxError({ code: 'TIMEOUT', mayHaveRun: true, message: '' })
  beforeEach(() => memory?.clear())

  it('is remembered for an hour from the last sending, and then no longer kept', () => {
    rememberUnsettled('a', sent, error, 0)
    rememberUnsettled('b', sent, error, 1)
    rememberUnsettled('a', sent, error, 2)

    expect(['a', 'b'].map((key) => unsettledOf(key, hour) !== undefined)).toEqual([true, true])
    expect(['a', 'b'].map((key) => unsettledOf(key, hour + 1) !== undefined)).toEqual([true, false])
    expect(memory?.size).toBe(1)
    expect(unsettledOf('a', hour + 2)).toBeUndefined()
    expect(memory?.size).toBe(0)
  })

  it('is not looked through for each address', () => {
    let looks = 0
    const entries = memory?.[Symbol.iterator].bind(memory)
    vi.spyOn(memory as Map<string, unknown>, Symbol.iterator).mockImplementation(function* () {
      for (const entry of entries?.() ?? []) {
        looks += 1
        yield entry
      }
      return undefined
    })

    for (let number = 0; number < 100; number += 1) rememberUnsettled(String(number), sent, error, 0)

    expect(looks).toBeLessThanOrEqual(100)
  })
})
