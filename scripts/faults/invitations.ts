import type { Invite, Organization } from 'labelbox-org'
import { setupOptions, type Operation, type Scene, type Subject } from './operation.ts'
import { isMutationCase, isQueryCase } from './caseFilters.ts'

/** What the client reads to find out what became of an invite: once each before it is sent, and again after it. */
const lookUps = ['GetInvites', 'Users']

/** A way to invite an address. */
interface Way {
  readonly call: (organization: Organization, email: string) => Promise<Invite>
  /** Whether an invite to the address is pending before, and what is to become of it. */
  readonly earlier?: 'stays' | 'goes' | 'is returned'
  /** Whether nothing can be read afterwards. */
  readonly isBlind?: boolean
}

const invite: Way['call'] = (organization, email) => organization.inviteUser({ email, role: 'LABELER' })

const inviting =
  ({ call, earlier, isBlind = false }: Way) =>
  async ({ organization, witness, mark }: Scene): Promise<Subject> => {
    const email = `${mark}@example.com`
    // Roles and the own user are asked for once for each client, and no part of what is measured.
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
          return 'the earlier invite is amiss'
        if (earlier === 'is returned') return isEarlier(invite) ? undefined : 'it is not the invite that is pending'
        // Where nothing can be read the id can't be either.
        const isPlaceholder = isBlind && invite.id === 'invited'
        if (!isPlaceholder && !(await fresh()).some(({ id }) => id === invite.id)) {
          return 'no invite is pending under the id that was returned'
        }
        await organization.cancelInvite(invite)
        return (await fresh()).length === 0 ? undefined : 'cancelling what was returned leaves an invite'
      },
      cleanUp: () => witness.cancelAll(email),
    }
  }

const inviteUser: Operation = {
  name: 'inviteUser()',
  kind: 'mutation',
  strikes: 'InviteUser',
  meets: ({ isDenied }) => !isDenied,
  stores: 'invites stored',
  callsAgain: true,
  arrange: inviting({ call: invite }),
}

const blind: Operation = {
  ...inviteUser,
  name: 'inviteUser(), and whatever it reads afterwards fails too',
  meets: ({ fault, times, isDenied }) => times === 'once' && fault().processed !== undefined && !isDenied,
  plan: (fault) => [fault, ...lookUps.map((operationName) => ({ ...fault, operationName, skip: 1, times: Infinity }))],
  arrange: inviting({ call: invite, isBlind: true }),
}

/** Looks that find nothing, and then one that hangs: the pause after it would be the longest. */
const waiting: Operation = {
  ...inviteUser,
  name: 'inviteUser(), and the fourth look at what became of it hangs',
  meets: ({ processing }) => processing === 'long after',
  plan: (fault) => [fault, { kind: 'hang', operationName: 'GetInvites', skip: 4, times: Infinity }],
}

// To call again is to ask for another one.
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
  name: "inviteUser() with ifInvited: 'replace', where the cancelling fails",
  kind: 'idempotent mutation',
  strikes: 'CancelInvite',
  meets: isMutationCase,
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
  name: "inviteUser() with ifInvited: 'return', where the look fails",
  kind: 'query',
  strikes: 'GetInvites',
  meets: isQueryCase,
  arrange: inviting({
    call: (organization, email) => organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'return' }),
    earlier: 'is returned',
  }),
}

/** Those that send an invite, or may. */
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
