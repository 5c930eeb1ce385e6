import { deepEqual, equal, ok } from 'node:assert/strict'
import {
  type Invite,
  type InviteLimit,
  type InviteReference,
  type LabelboxError,
  type PendingInvite,
  type ResourceTag,
  isLabelboxError,
  type InviteOutcome,
  type RowOutcome,
  type Settlement,
  type User,
} from 'labelbox-org'
import type { Action } from './steps.ts'
import type { Call } from './call.ts'
import type { Run } from './run.ts'
import { isSame, type Sent } from './truth.ts'
import type { World } from './world.ts'

/** A finished call with its result; `error` where it rejected. */
export interface Checking {
  readonly world: World
  readonly run: Run
  readonly call: Call
  readonly value?: unknown
  readonly error?: LabelboxError
}

/** Members of the sandbox's seed, who have no invite. */
const seeded = 3

/** The rules that each method's outcome must follow. */
export const checks: Readonly<Record<Action['call'], (checking: Checking) => void>> = {
  inviteUser(checking) {
    const { run, call } = checking
    const { email, action } = call
    const mine = run.truth.to(email).filter((invite) => invite.email === email)
    const isRepeated = action.call === 'inviteUser' && action.onUnknown === 'resend'
    ok(isRepeated || mine.length <= 1, 'It has sent several invites.')
    if (checking.error === undefined) isInvited(checking, mine)
    else isNotInvited(checking, checking.error, mine)
  },

  inviteUsers({ run, call, value, error }) {
    const { truth } = run
    const { email, action } = call
    const mine = truth.to(email).filter((invite) => invite.email === email)
    const isRepeated = action.call === 'inviteUsers' && action.onUnknown === 'resend'
    ok(isRepeated || mine.length <= 1, 'It has sent several invites.')
    const [row] = (value ?? []) as readonly RowOutcome<InviteOutcome>[]
    const outcome = error === undefined ? row?.outcome : 'rejected'
    ok(outcome !== undefined, 'The row has no outcome.')
    const hasCome = isLoose(call) && truth.to(email).some(({ sentAt }) => sentAt > call.from)
    const wasPending = truth.to(email).some((invite) => truth.wasPending(invite, call.from, call.to))
    if (outcome === 'invited') ok(mine.length > 0 || hasCome, 'It has sent no invite.')
    else if (outcome !== 'unknown') equal(mine.length, 0, 'It has sent an invite, and does not say so.')
    if (outcome === 'already-invited') ok(wasPending, 'No invite was pending.')
    if (outcome === 'already-member') ok(isMember(run, call), 'Nobody of that address is a member.')
  },

  cancelInvite({ world, run, call, error }) {
    const { truth } = run
    const { id } = toReference(call.given as InviteReference)
    const candidates = id === 'invited' ? truth.to(call.email) : [truth.invites.get(id)].filter((found) => !!found)
    if (error === undefined) {
      const ended = candidates.filter(({ endedAt }) => endedAt <= call.to)
      ok(ended.length > 0 || (id !== 'invited' && candidates.length === 0), 'The invite is pending nevertheless.')
      const wasThere = candidates.some((invite) => truth.wasPending(invite, call.from, call.to))
      // A retry that finds nothing counts as success: the first attempt may have done it.
      ok(wasThere || requests(world, call, 'CancelInvite').length > 1, 'There was nothing to cancel.')
      return
    }
    if (isLabelboxError(error, 'RESOURCE_NOT_FOUND') && !requests(world, call).some(isNulled)) {
      const stayed = candidates.filter((invite) => truth.stayedPending(invite, call.from, call.to))
      deepEqual(stayed, [], 'It was there to be found.')
    }
    if (error.mayHaveRun) return
    for (const cancelled of cancelledBy(world, call)) {
      const others = run.calls.filter((other) => other !== call && cancelledBy(world, other).includes(cancelled))
      const invite = truth.invites.get(cancelled)
      const isDone = invite !== undefined && invite.endedAt < Infinity && !invite.isAccepted
      ok(!isDone || others.length > 0, 'It says that nothing was done, and the invite was cancelled.')
    }
  },

  createResourceTag({ run, call, value, error }) {
    const made = run.truth.tags.filter(({ text }) => text === (call.given as ResourceTag).text)
    ok(made.length <= 1, 'There are several tags.')
    if (error === undefined) {
      deepEqual(
        made.map(({ id }) => id),
        [(value as ResourceTag).id],
        'That is not the tag.',
      )
    } else if (!error.mayHaveRun) equal(made.length, 0, 'It says that nothing was done, and the tag was made.')
  },

  inviteLimit({ run, call, value, error }) {
    if (error !== undefined) return
    const used = ((value as InviteLimit).used ?? NaN) - seeded
    const [least, most] = run.truth.seatsTaken(call.from, call.to)
    ok(used >= least && used <= most, `${used} seats are used, and it were ${least} to ${most}.`)
  },

  getInvites({ run, call, value, error }) {
    if (error !== undefined) return
    const { truth } = run
    const listed = (value as readonly PendingInvite[]).map(({ id }) => id)
    equal(new Set(listed).size, listed.length, 'It lists one twice.')
    for (const id of listed) {
      const invite = truth.invites.get(id)
      ok(invite && truth.wasPending(invite, call.from, call.to), 'It lists one that was not pending.')
    }
    for (const invite of truth.invites.values()) {
      ok(!truth.stayedPending(invite, call.from, call.to) || listed.includes(invite.id), 'It leaves one out.')
    }
  },

  users({ run, call, value, error }) {
    if (error !== undefined) return
    const listed = (value as readonly User[]).map(({ email }) => email ?? '')
    equal(new Set(listed).size, listed.length, 'It lists one twice.')
    const members = [call.from, call.to].map((mark) => seeded + run.truth.joinedBy(mark).length)
    ok(listed.length >= (members[0] ?? 0) && listed.length <= (members[1] ?? 0), 'It lists too few or too many.')
  },

  settle({ run, call, value, error }) {
    if (error !== undefined) return
    const { truth } = run
    const [{ outcome, invite, email }] = value as readonly [Settlement]
    const found = truth.invites.get(invite?.id ?? '')
    const own = truth.to(call.email).filter((each) => each.email === email)
    const stayed = own.filter((each) => truth.stayedPending(each, call.from, call.to))
    if (outcome === 'invited') ok(found && truth.wasPending(found, call.from, call.to), 'That invite was not pending.')
    else if (outcome === 'member') ok(isMember(run, call), 'Nobody of that address is a member.')
    else equal(stayed.length, 0, 'It has not found the invite that is there.')
  },

  accept: () => undefined,
}

/** The returned invite exists: this call sent it, or was asked to return it. */
function isInvited({ run, call, value }: Checking, mine: readonly Sent[]): void {
  const { truth } = run
  const { id, inviteeEmail } = value as Invite
  ok(isSame(inviteeEmail ?? '', call.email), 'It is an invite to somebody else.')
  const found = truth.invites.get(id)
  ok(id === 'invited' || (found && isSame(found.email, call.email)), 'There is no invite of that id.')
  const isMine = found === undefined ? mine.length > 0 : mine.includes(found)
  const isReturned =
    call.action.call === 'inviteUser' &&
    call.action.ifInvited === 'return' &&
    found !== undefined &&
    truth.wasPending(found, call.from, call.to)
  // With several rows, another call's invite may count if it came during the run; an older one may not.
  const hasCome = isLoose(call) && truth.to(call.email).some(({ sentAt }) => sentAt > call.from)
  ok(isMine || isReturned || hasCome, 'It has not sent that invite.')
}

/** A reported state is the real state, and a change reported as not made was not made. */
function isNotInvited({ run, call }: Checking, error: LabelboxError, mine: readonly Sent[]): void {
  const { truth } = run
  const isUnknown = isLabelboxError(error, 'OUTCOME_UNKNOWN')
  ok(mine.length === 0 || isUnknown, 'It has sent an invite, and does not say so.')
  ok(!isUnknown || error.mayHaveRun, 'What is not known may have been done.')
  if (isUnknown) {
    ok(
      error.addresses.every((address) => isSame(address, call.email)),
      'It is of somebody else.',
    )
    const ofOne = run.calls.filter(({ email }) => isSame(email, call.email))
    ok(
      ofOne.some(({ wire }) => wire.hasSentChange),
      'Nothing was ever sent.',
    )
  }
  if (isLabelboxError(error, 'ALREADY_INVITED')) {
    const found = truth.invites.get(error.invite.id)
    ok(found && truth.wasPending(found, call.from, call.to), 'That invite was not pending.')
  }
  if (error.code === 'ALREADY_MEMBER') ok(isMember(run, call), 'Nobody of that address is a member.')
}

/** Whether the sequence forces invites to the address, so that it may have more than one. */
const isLoose = ({ action }: Call): boolean => 'who' in action && action.who === 2

const isMember = ({ truth }: Run, { action, email, to }: Call): boolean =>
  ('who' in action && typeof action.who === 'string') || truth.joinedBy(to).some((entry) => isSame(entry.text, email))

const requests = (world: World, { name }: Call, operationName?: string) =>
  world.requestsOf(name).filter((request) => operationName === undefined || request.operationName === operationName)

/** A null response says nothing about whether the server made the change. */
const isNulled = ({ fault }: ReturnType<typeof requests>[number]): boolean => fault === 'null-result'

const cancelledBy = (world: World, call: Call): readonly string[] =>
  requests(world, call, 'CancelInvite')
    .filter(({ processed }) => processed)
    .map(({ variables }) => (variables as { readonly id: string }).id)

const toReference = (given: InviteReference): { readonly id: string } =>
  typeof given === 'string' ? { id: given } : given
