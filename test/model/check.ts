import { deepEqual, equal, ok } from 'node:assert/strict'
import { isLabelboxError, type LabelboxError } from 'labelbox-org'
import { checks } from './checks.ts'
import type { Call } from './call.ts'
import type { Run } from './run.ts'
import type { World } from './world.ts'

/** Tolerance for a busy machine, in milliseconds. */
const slackMs = 2000

/** Throws where a call of the run reported something that did not happen. */
export function check(world: World, run: Run): void {
  onlyOneIsPending(run)
  for (const call of run.calls) {
    try {
      endsAsPromised(call)
      checks[call.action.call]({ world, run, call, ...split(call) })
    } catch (thrown) {
      throw new Error(`${described(call)}\n${(thrown as Error).message}`, { cause: thrown })
    }
  }
}

/** Unless a step asks for it, no address ever has two pending invites, however often calls are repeated. */
function onlyOneIsPending({ truth, calls }: Run): void {
  for (const { email, action } of calls) {
    if (!('who' in action) || action.who === 2) continue
    const invites = truth.to(email)
    for (const { sentAt } of invites) {
      const pending = invites.filter((invite) => truth.wasPending(invite, sentAt))
      deepEqual(
        pending.map((invite) => invite.sentAt),
        [sentAt],
        `Two invites to one address are pending: ${JSON.stringify(invites)}`,
      )
    }
  }
}

/** Checks that hold for every call: when it ends, how it ends, and what it leaves open. */
function endsAsPromised(call: Call): void {
  const { action, outcome, signal, listeners, ms, abortedMs, deadlineMs, wire, leftUnderWay } = call
  const isAborted = abortedMs !== undefined
  // Each page of a list has its own deadline, and so has each step of a bulk call.
  const deadlines = { getInvites: 5, users: 5, inviteUsers: 10 }[action.call as string] ?? 1
  ok(ms < deadlines * deadlineMs + slackMs, `It ended after ${ms} ms, past its deadline of ${deadlineMs} ms.`)
  ok(!isAborted || abortedMs < slackMs, `It ended ${abortedMs} ms after it was aborted.`)
  equal(listeners, 0, 'It has left a listener on its signal.')
  equal(leftUnderWay, 0, 'It has left a request under way.')
  deepEqual(wire.late, [], 'It has gone on sending.')
  if (!('error' in outcome)) {
    // An abort does not take back an invite that is under way.
    ok(!isAborted || action.call === 'inviteUser' || action.call === 'inviteUsers', 'It went on after it was aborted.')
    return
  }
  const { error } = outcome
  ok(isLabelboxError(error), 'It rejected with something else than a LabelboxError.')
  // It is certain that nothing was sent, even where the reason could not be read.
  if (!isAborted || error.code === 'INVITE_REFUSED') return
  ok(causes(error).includes(signal?.reason), 'The reason of the abort is not among the causes.')
}

function causes(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [error]
}

const split = ({ outcome }: Call): { readonly value?: unknown; readonly error?: LabelboxError } =>
  'error' in outcome ? { error: outcome.error as LabelboxError } : { value: outcome.value }

function described({ name, action, outcome, from, to }: Call): string {
  const ending = 'error' in outcome ? String(outcome.error) : JSON.stringify(outcome.value)
  return `Call ${name}, from ${from} to ${to}: ${JSON.stringify(action)} ended in ${ending}`
}
