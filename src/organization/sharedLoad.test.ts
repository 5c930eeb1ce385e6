import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../test/support/roads.ts'
import { Labelbox } from '../labelbox.ts'
import type { Fault, Sandbox } from '../sandbox/index.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
/** What the names of roles are looked up by never ends. */
const hanging: Fault = { kind: 'hang', operationName: 'GetRoles' }

const lookUps = (sandbox: Sandbox): number => operations(sandbox).filter((name) => name === 'GetRoles').length

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** By key, and whether the requests that look roles up were aborted, in order. */
async function watched(sandbox: Sandbox) {
  const signals: (AbortSignal | null | undefined)[] = []
  const labelbox = new Labelbox({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    fetch: (input, init) => {
      if ((init?.body as string).includes('GetRoles')) signals.push(init?.signal)
      return fetch(input, init)
    },
  })
  return { organization: await labelbox.getOrganization(), ended: () => signals.map((signal) => signal?.aborted) }
}

describe.each(roads)('a look-up that callers share, %s,', (_name, connect) => {
  it('starts again for a caller that comes after the last one has left', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    sandbox.setFaults([hanging])
    const controller = new AbortController()
    const call = rejection(organization.inviteUser(invite, { signal: controller.signal }))
    await until(() => lookUps(sandbox) > 0)

    controller.abort()
    const next = organization.inviteUser(invite)

    expect(await call).toMatchObject({ code: 'ABORTED', mayHaveRun: false })
    expect(await next).toMatchObject({ inviteeEmail: invite.email })
  })

  it('uses the timeoutMs of its caller', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    sandbox.setFaults([hanging])

    // The request that hangs is given up, and made once more.
    const call = organization.inviteUser(invite, { timeoutMs: 1500, deadlineMs: 20_000 })

    expect(await call).toMatchObject({ inviteeEmail: invite.email })
  })

  it('is made once more, and not for each of them, where they look for a role that is not there', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    await rejection(organization.inviteUser({ ...invite, role: 'NO_SUCH' }))
    const before = lookUps(sandbox)
    const once = before / 2

    const calls = Array.from({ length: 10 }, (_, number) =>
      rejection(organization.inviteUser({ email: `ada.${number}@example.com`, role: 'NO_SUCH' })),
    )

    const refused = { code: 'INVALID_INPUT', message: expect.stringContaining('no such role') as string }
    expect(await Promise.all(calls)).toMatchObject(calls.map(() => refused))
    expect(lookUps(sandbox)).toBe(before + once)
  })
})

describe('a look-up that callers share', () => {
  it('ends with the last who waits for it, by an abort or by a deadline, and not before', async () => {
    const sandbox = await sandboxed()
    const { organization, ended } = await watched(sandbox)
    sandbox.setFaults([hanging])
    const controller = new AbortController()
    const aborted = rejection(organization.inviteUser(invite, { signal: controller.signal }))
    const late = rejection(organization.inviteUser({ ...invite, email: 'grace@example.com' }, { deadlineMs: 1500 }))
    await until(() => lookUps(sandbox) > 0)

    controller.abort()
    await aborted
    const before = ended()

    expect(await late).toMatchObject({ code: 'TIMEOUT', attempts: 1, mayHaveRun: false })
    expect([before, ended()]).toEqual([[false], [true]])
    expect(lookUps(sandbox)).toBe(1)
  })

  it('goes on for the others when one has less time for a request, and makes its own', async () => {
    const sandbox = await sandboxed()
    const { organization, ended } = await watched(sandbox)
    sandbox.setFaults([hanging])
    const controller = new AbortController()
    const patient = rejection(organization.inviteUser(invite, { signal: controller.signal }))
    await until(() => lookUps(sandbox) > 0)

    const hurried = organization.inviteUser({ ...invite, email: 'grace@example.com' }, { timeoutMs: 20_000 })

    expect(await hurried).toMatchObject({ inviteeEmail: 'grace@example.com' })
    expect(ended()[0]).toBe(false)
    controller.abort()
    expect(await patient).toMatchObject({ code: 'ABORTED' })
    expect(ended()[0]).toBe(true)
  })

  it('goes on for the others when one has left', async () => {
    const sandbox = await sandboxed()
    const { organization, ended } = await watched(sandbox)
    sandbox.setFaults([{ kind: 'slow-body', delayMs: 500, operationName: 'GetRoles' }])
    const controller = new AbortController()
    const aborted = rejection(organization.inviteUser(invite, { signal: controller.signal }))
    const other = organization.inviteUser({ ...invite, email: 'grace@example.com' })
    await until(() => lookUps(sandbox) > 0)

    controller.abort()
    await aborted

    expect(await other).toMatchObject({ inviteeEmail: 'grace@example.com' })
    expect(ended()[0]).toBe(false)
  })
})
