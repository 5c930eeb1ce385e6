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
  it('is begun anew for who comes after the last one has left', async () => {
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

    expect(await late).toMatchObject({ code: 'TIMEOUT' })
    expect([before, ended()]).toEqual([[false], [true]])
    expect(lookUps(sandbox)).toBe(1)
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
