import { isDeepStrictEqual } from 'node:util'
import type { Invite, Organization, ResourceTag } from 'labelbox-org'
import type { Fault } from 'labelbox-org/sandbox'
import type { Case } from './variants.ts'
import type { Witness } from './witness.ts'

/** A kind of operation, and how it fares under faults. */
export interface Operation {
  readonly name: string
  /** A query stores nothing, and an idempotent mutation does no harm when it is done twice. */
  readonly kind: 'query' | 'mutation' | 'idempotent mutation'
  /** The GraphQL operation that the faults strike. */
  readonly strikes: string
  /** What there is to count in the store, as the head of a column. */
  readonly stores?: string
  /** Whether the same is called once more, as people do after an error. */
  readonly callsAgain?: boolean
  /** Whether a case can happen to it, and is one of its own. */
  readonly meets: (met: Case) => boolean
  /** The faults that make one, where it is more than the one request that is struck. */
  readonly plan?: (fault: Fault) => readonly Fault[]
  /** Prepares one call, before any fault. */
  arrange(scene: Scene): Promise<Subject>
}

/** Where a call takes place. */
export interface Scene {
  readonly organization: Organization
  /** Looks into the store past the client. */
  readonly witness: Witness
  /** A word that nothing else in the store has. */
  readonly mark: string
}

/** What the store shows. */
export interface Sight {
  readonly stored: number
  /** Whether that is what the call was to do. */
  readonly isDone: boolean
}

/** One call. */
export interface Subject {
  call(): Promise<unknown>
  /** What came of it. */
  readonly look?: () => Promise<Sight>
  /** Why what the call returned is no success; a rejection is a reason too. */
  flaw(value: unknown): Promise<string | undefined>
  /** Leaves the store as it was. */
  readonly tidy?: () => Promise<void>
}

/** Whether a query is carried out makes no difference to anybody. */
const toReads = ({ fault }: Case): boolean => fault().processed === undefined

/** Nothing is looked for after these. */
const toChanges = ({ processing }: Case): boolean => processing !== 'looked for' && processing !== 'long after'

/** What is done beforehand is to be done, and not to be measured. */
const preparing = { ifInvited: 'return', onUnknown: 'resend' } as const

/** Reads are compared with what the same method gives when nothing is wrong. */
async function reading(call: () => Promise<unknown>): Promise<Subject> {
  const truth = await call()
  return {
    call,
    flaw: (value) =>
      Promise.resolve(isDeepStrictEqual(value, truth) ? undefined : 'what was read is not what is stored'),
  }
}

const inviteLimit: Operation = {
  name: 'inviteLimit()',
  kind: 'query',
  strikes: 'InviteLimit',
  meets: toReads,
  arrange: ({ organization }) => reading(() => organization.inviteLimit()),
}

const users: Operation = {
  name: 'users().toArray()',
  kind: 'query',
  strikes: 'Users',
  meets: toReads,
  arrange: ({ organization }) => reading(() => organization.users({ pageSize: 2 }).toArray({ limit: 1000 })),
}

const createResourceTag: Operation = {
  name: 'createResourceTag()',
  kind: 'mutation',
  strikes: 'CreateResourceTag',
  meets: toChanges,
  stores: 'tags stored',
  arrange: ({ organization, witness, mark }) =>
    Promise.resolve({
      call: () => organization.createResourceTag({ text: mark, color: 'ff8800' }),
      look: async () => {
        const tags = await witness.tags(mark)
        return { stored: tags.length, isDone: tags.length > 0 }
      },
      flaw: async (value) => {
        const tags = await witness.tags(mark)
        return tags.some(({ id }) => id === (value as ResourceTag).id) ? undefined : 'there is no such tag'
      },
    }),
}

const cancelInvite: Operation = {
  name: 'cancelInvite()',
  kind: 'idempotent mutation',
  strikes: 'CancelInvite',
  meets: toChanges,
  stores: 'invites left',
  arrange: async ({ organization, witness, mark }) => {
    const email = `${mark}@example.com`
    const invite = await organization.inviteUser({ email, role: 'LABELER' }, preparing)
    const look = async (): Promise<Sight> => {
      const { length } = await witness.invites(email)
      return { stored: length, isDone: length === 0 }
    }
    return {
      call: () => organization.cancelInvite(invite),
      look,
      flaw: async () => ((await look()).isDone ? undefined : 'the invite is still pending'),
      tidy: () => witness.cancelAll(email),
    }
  },
}

/** What the client reads to find out what became of an invite: once each before it is sent, and again after it. */
const lookUps = ['GetInvites', 'Users']

async function inviting({ organization, witness, mark }: Scene, isBlind: boolean): Promise<Subject> {
  const email = `${mark}@example.com`
  const call = () => organization.inviteUser({ email, role: 'LABELER' })
  const isPending = async (wanted: string) => (await witness.invites(email)).some(({ id }) => id === wanted)
  // Asked for once for each client, and no part of what is measured.
  await organization.inviteUser({ email: `first-${email}`, role: 'LABELER' }, preparing)
  await witness.cancelAll(`first-${email}`)
  return {
    call,
    look: async () => {
      const { length } = await witness.invites(email)
      return { stored: length, isDone: length > 0 }
    },
    flaw: async (value) => {
      const invite = value as Invite
      // Where nothing can be read the id can't be either.
      const isPlaceholder = isBlind && invite.id === 'invited'
      if (!isPlaceholder && !(await isPending(invite.id))) return 'no invite is pending under the id that was returned'
      await organization.cancelInvite(invite)
      return (await witness.invites(email)).length === 0 ? undefined : 'cancelling what was returned leaves an invite'
    },
    tidy: () => witness.cancelAll(email),
  }
}

const inviteUser: Operation = {
  name: 'inviteUser()',
  kind: 'mutation',
  strikes: 'InviteUser',
  meets: () => true,
  stores: 'invites stored',
  callsAgain: true,
  arrange: (scene) => inviting(scene, false),
}

const inviteUserBlind: Operation = {
  ...inviteUser,
  name: 'inviteUser(), and whatever it reads afterwards fails too',
  meets: ({ fault, times }) => times === 'once' && fault().processed !== undefined,
  plan: (fault) => [fault, ...lookUps.map((operationName) => ({ ...fault, operationName, skip: 1, times: Infinity }))],
  arrange: (scene) => inviting(scene, true),
}

/** Every kind there is. */
export const operations: readonly Operation[] = [
  inviteUser,
  inviteUserBlind,
  createResourceTag,
  cancelInvite,
  inviteLimit,
  users,
]
