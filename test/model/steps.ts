import fc from 'fast-check'
import type { IfInvited } from 'labelbox-org'
import type { Fault } from 'labelbox-org/sandbox'
import { faults } from './faults.ts'

/** When a signal aborts: so long after that request was sent; request 0 is the beginning. */
export interface Abort {
  readonly request: number
  readonly afterMs: number
}

/** How long a call may take, and what ends it before. */
export interface Bounds {
  /** `client`: as the client has it. `short`: `ms` for a request or in all. `long`: minutes, in which a leak is seen. */
  readonly patience: 'client' | 'short' | 'long'
  readonly ms: number
  /** Whose signal it gets: none, one of its own, or the one of all calls that run at once with it. */
  readonly signal: 'none' | 'own' | 'shared'
  /** When its own signal aborts, if it does. */
  readonly abort: Abort | undefined
}

/** Somebody in a sequence: two who are only invited by the defaults, one by any means, a member, and the caller. */
export type Who = 0 | 1 | 2 | 'member' | 'self'

/** What is called. */
export type Action =
  | {
      readonly call: 'inviteUser'
      readonly who: Who
      readonly ifInvited: IfInvited | undefined
      readonly onUnknown: 'report' | 'resend' | undefined
      readonly space: string
      readonly role: string
    }
  /** The same for a list of one, so that it crosses the calls for one. */
  | { readonly call: 'inviteUsers'; readonly who: Who; readonly onUnknown: 'report' | 'resend' | undefined }
  /** `last` is the invite that was given last, `pending` one that is there, `placeholder` one without its id. */
  | { readonly call: 'cancelInvite'; readonly who: Who; readonly which: 'last' | 'pending' | 'placeholder' | 'none' }
  | { readonly call: 'createResourceTag' | 'inviteLimit' | 'getInvites' | 'users' }
  /** Looks again what has become of the last invite with an unknown outcome. */
  | { readonly call: 'settle'; readonly who: Who }
  /** The person accepts. */
  | { readonly call: 'accept'; readonly who: Who }

/** An action, some milliseconds after those that run at once with it have begun. */
export interface Step {
  readonly action: Action
  readonly afterMs: number
  readonly bounds: Bounds
}

/** Steps that run at once, and when the signal that they may share aborts. */
export interface Group {
  readonly steps: readonly Step[]
  readonly abort: Abort | undefined
}

/** A sequence of calls under faults. */
export interface Sequence {
  /** By key, through a line of two, through a urql client, or through one whose other exchange meddles with everything. */
  readonly road: 'key' | 'line' | 'urql' | 'meddled'
  /** Whether no seat is left. */
  readonly isFull: boolean
  /** To whom invites are pending before it begins. */
  readonly invited: readonly Who[]
  readonly faults: readonly Fault[]
  readonly groups: readonly Group[]
}

/** Once in so many times. */
const onceIn = <T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 1, arbitrary }, { weight: times - 1, arbitrary: fc.constant(undefined) })

const abort: fc.Arbitrary<Abort> = fc.record({ request: fc.nat(5), afterMs: fc.constantFrom(0, 0, 1, 3, 8, 20) })

const bounds: fc.Arbitrary<Bounds> = fc.record({
  patience: fc.constantFrom('client', 'client', 'client', 'client', 'short', 'long', 'long', 'long'),
  ms: fc.integer({ min: 1, max: 300 }),
  signal: fc.constantFrom('none', 'own', 'shared'),
  abort: onceIn(3, abort),
})

const strict = fc.constantFrom<(0 | 1)[]>(0, 0, 1)
const anybody = fc.oneof(
  { weight: 6, arbitrary: strict },
  { weight: 2, arbitrary: fc.constant(2 as const) },
  { weight: 1, arbitrary: fc.constantFrom('member' as const, 'self' as const) },
)

const invite: fc.Arbitrary<Action> = fc
  .tuple(
    anybody,
    fc.record({
      call: fc.constant('inviteUser' as const),
      space: fc.constantFrom('', ' ', '\t'),
      role: fc.constantFrom('LABELER', 'Reviewer'),
    }),
    fc.constantFrom<(IfInvited | undefined)[]>(undefined, 'refuse', 'return', 'replace', 'send'),
    fc.constantFrom<('report' | 'resend' | undefined)[]>(undefined, 'report', 'resend'),
  )
  .map(([who, rest, ifInvited, onUnknown]) => ({
    ...rest,
    who,
    // Those two ask for what may leave two invites; to all others it must never happen.
    ifInvited: who !== 2 && ifInvited === 'send' ? undefined : ifInvited,
    onUnknown: who !== 2 && onUnknown === 'resend' ? undefined : onUnknown,
  }))

const inviteMany: fc.Arbitrary<Action> = fc
  .tuple(anybody, fc.constantFrom<('report' | 'resend' | undefined)[]>(undefined, 'report', 'resend'))
  .map(([who, onUnknown]) => ({ call: 'inviteUsers', who, onUnknown: who !== 2 ? 'report' : onUnknown }))

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: invite },
  { weight: 4, arbitrary: inviteMany },
  {
    weight: 4,
    arbitrary: fc.record({
      call: fc.constant('cancelInvite' as const),
      who: anybody,
      which: fc.constantFrom(
        'last' as const,
        'last' as const,
        'pending' as const,
        'placeholder' as const,
        'none' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Action>({ call: 'createResourceTag' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Action[]>({ call: 'inviteLimit' }, { call: 'getInvites' }, { call: 'users' }),
  },
  { weight: 1, arbitrary: anybody.map<Action>((who) => ({ call: 'settle', who })) },
  { weight: 2, arbitrary: strict.map<Action>((who) => ({ call: 'accept', who })) },
)

const step: fc.Arbitrary<Step> = fc.record({
  action,
  afterMs: fc.oneof(fc.constant(0), fc.nat(20)),
  bounds,
})

/** Any sequence. */
export const sequences: fc.Arbitrary<Sequence> = fc.record({
  road: fc.constantFrom('key', 'key', 'line', 'urql', 'meddled'),
  isFull: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 14, arbitrary: fc.constant(false) }),
  invited: fc.subarray<Who>([0, 1, 2]),
  faults: fc.array(faults, { minLength: 1, maxLength: 4 }),
  groups: fc.array(fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 3 }), abort: onceIn(4, abort) }), {
    minLength: 1,
    maxLength: 2,
  }),
})
