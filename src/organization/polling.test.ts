import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sandboxed } from '../../test/support/roads.ts'
import { failure } from '../../test/support/serving.ts'
import { Labelbox } from '../labelbox.ts'
import type { Fault } from '../sandbox/index.ts'

const never = { kind: 'http-status', operationName: 'InviteUser' } as const
/** The first look, which is before the invite is sent, is answered. */
const hanging: Fault = { kind: 'hang', operationName: 'GetInvites', skip: 1, times: Infinity }

it('a look that hangs until the call has no more time is not followed by a pause', async () => {
  const sandbox = await sandboxed({ faults: [never, hanging] })
  let abandon: () => void = () => undefined
  const abandoned = new Promise<void>((resolve) => (abandon = resolve))
  let looks = 0
  const labelbox = new Labelbox({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    // The pause is shorter than what is left when the look begins.
    retry: { baseDelayMs: 3000 },
    fetch: (input, init) => {
      if ((init?.body as string).includes('GetInvites') && (looks += 1) > 1) {
        init?.signal?.addEventListener('abort', () => abandon())
      }
      return fetch(input, init)
    },
  })
  const organization = await labelbox.getOrganization()

  const call = failure(organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' }, { deadlineMs: 4000 }))
  await abandoned
  // Half of the pause.
  const ended = await Promise.race([call, sleep(1500, 'it waits')])

  expect(ended).toMatchObject({ code: 'OUTCOME_UNKNOWN', mayHaveRun: true })
})
