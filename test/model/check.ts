import { deepEqual, equal, ok } from 'node:assert/strict'
import { isLabelboxError, type LabelboxError } from 'labelbox-org'
import { checks } from './checks.ts'
import type { Call } from './call.ts'
import type { Run } from './run.ts'
import type { World } from './world.ts'

/** Milliseconds by which a busy machine may be late. */
const slackMs = 2000

/** Throws where what the calls of a run have said is not what has happened. */
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

/** Where nobody has asked for it, no address has two invites at any moment, whoever has called again and when. */
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

/** What holds for every call: when it ends, in what, and what it leaves behind. */
function endsAsPromised(call: Call): void {
  const { action, outcome, signal, listeners, ms, abortedMs, deadlineMs, wire, leftUnderWay } = call
  const isAborted = abortedMs !== undefined
  // Each page of a list has a deadline of its own, and so has each step of a bulk call.
  const deadlines = { getInvites: 5, users: 5, inviteUsers: 10 }[action.call as string] ?? 1
  ok(ms < deadlines * deadlineMs + slackMs, `It ended after ${ms} ms, past its deadline of ${deadlineMs} ms.`)
  ok(!isAborted || abortedMs < slackMs, `It ended ${abortedMs} ms after it was aborted.`)
  equal(listeners, 0, 'It has left a listener on its signal.')
  equal(leftUnderWay, 0, 'It has left a request under way.')
  deepEqual(wire.late, [], 'It has gone on sending.')
  if (!('error' in outcome)) {
    // An invite that is sent is not called back.
    ok(!isAborted || action.call === 'inviteUser' || action.call === 'inviteUsers', 'It went on after it was aborted.')
    return
  }
  const { error } = outcome
  ok(isLabelboxError(error), 'It rejected with something else than a LabelboxError.')
  // That nothing was sent is certain whether its reason could be found out or not.
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
