import type { Invite, Organization } from 'labelbox-org'
import { setupOptions, type Operation, type Scene, type Subject } from './operation.ts'
import { isMutationCase, isQueryCase } from './caseFilters.ts'

/** The queries with which the client looks an invite up: once before sending it, and again after a failure. */
const lookUps = ['GetInvites', 'Users']

/** A way to invite an address. */
interface Way {
  readonly call: (organization: Organization, email: string) => Promise<Invite>
  /** Whether an invite to the address exists before the call, and what happens to it. */
  readonly earlier?: 'stays' | 'goes' | 'is returned'
  /** Whether look-ups fail too. */
  readonly lookUpsFail?: boolean
}

const invite: Way['call'] = (organization, email) => organization.inviteUser({ email, role: 'LABELER' })

const inviting =
  ({ call, earlier, lookUpsFail = false }: Way) =>
  async ({ organization, witness, mark }: Scene): Promise<Subject> => {
    const email = `${mark}@example.com`
    // Roles and the current user are loaded once for each client and are not measured.
    const first = earlier === undefined ? `first-${email}` : email
    await organization.inviteUser({ email: first, role: 'LABELER' }, setupOptions)
    if (earlier === undefined) await witness.cancelAll(first)
    const before = await witness.invites(email)
    const isEarlier = ({ id }: { readonly id: string }): boolean => before.some((one) => one.id === id)
    const fresh = async () => (await witness.invites(email)).filter((one) => !isEarlier(one))
    const isLeft = async () => (await witness.invites(email)).some(isEarlier)
    return {
      call: () => call(organization, email),
      inspect: async () => {
        const { length } = await fresh()
        return { stored: length, isDone: length > 0 }
      },
      flaw: async (value) => {
        const invite = value as Invite
        if ((earlier === 'stays' || earlier === 'is returned') !== (await isLeft()))
          return 'the earlier invite is in the wrong state'
        if (earlier === 'is returned') return isEarlier(invite) ? undefined : 'it is not the pending invite'
        // Without look-ups, the id is unknown.
        const isPlaceholder = lookUpsFail && invite.id === 'invited'
        if (!isPlaceholder && !(await fresh()).some(({ id }) => id === invite.id)) {
          return 'no pending invite has the returned id'
        }
        await organization.cancelInvite(invite)
        return (await fresh()).length === 0 ? undefined : 'cancelling the returned invite leaves another one'
      },
      cleanUp: () => witness.cancelAll(email),
    }
  }

const inviteUser: Operation = {
  name: 'inviteUser()',
  kind: 'mutation',
  faultedOperation: 'InviteUser',
  appliesTo: ({ isDenied }) => !isDenied,
  storedTitle: 'invites stored',
  callsAgain: true,
  arrange: inviting({ call: invite }),
}

const blind: Operation = {
  ...inviteUser,
  name: 'inviteUser() with failing look-ups',
  appliesTo: ({ fault, times, isDenied }) => times === 'once' && fault().processed !== undefined && !isDenied,
  plan: (fault) => [fault, ...lookUps.map((operationName) => ({ ...fault, operationName, skip: 1, times: Infinity }))],
  arrange: inviting({ call: invite, lookUpsFail: true }),
}

/** Three look-ups find nothing and the fourth hangs. */
const waiting: Operation = {
  ...inviteUser,
  name: 'inviteUser() with a hanging look-up',
  appliesTo: ({ processing }) => processing === 'long after',
  plan: (fault) => [fault, { kind: 'hang', operationName: 'GetInvites', skip: 4, times: Infinity }],
}

// A second call requests a second invite.
const once = { ...inviteUser, callsAgain: false }

const resending: Operation = {
  ...once,
  name: 'resendInvite()',
  arrange: inviting({ call: (organization, email) => organization.resendInvite(email), earlier: 'goes' }),
}

const replace: Way = {
  call: (organization, email) => organization.inviteUser({ email, role: 'REVIEWER' }, { ifInvited: 'replace' }),
  earlier: 'goes',
}

const replacing: Operation = {
  ...once,
  name: "inviteUser() with ifInvited: 'replace'",
  arrange: inviting(replace),
}

const cancellingFirst: Operation = {
  ...once,
  name: "inviteUser() with ifInvited: 'replace' and a failing cancellation",
  kind: 'idempotent mutation',
  faultedOperation: 'CancelInvite',
  appliesTo: isMutationCase,
  arrange: inviting(replace),
}

const adding: Operation = {
  ...once,
  name: "inviteUser() with ifInvited: 'send'",
  arrange: inviting({
    call: (organization, email) => organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'send' }),
    earlier: 'stays',
  }),
}

const returning: Operation = {
  ...once,
  name: "inviteUser() with ifInvited: 'return' and a failing look-up",
  kind: 'query',
  faultedOperation: 'GetInvites',
  appliesTo: isQueryCase,
  arrange: inviting({
    call: (organization, email) => organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'return' }),
    earlier: 'is returned',
  }),
}

/** Operations that send an invite, or may. */
export const invitations: readonly Operation[] = [
  inviteUser,
  blind,
  waiting,
  adding,
  replacing,
  cancellingFirst,
  resending,
  returning,
]
