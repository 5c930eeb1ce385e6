import fc from 'fast-check'
import type { IfInvited } from 'labelbox-org'
import type { Fault } from '@labelbox-org/tools/sandbox'
import { faults } from './faults.ts'

/** When a signal aborts: this long after the given request was sent; request 0 is the start of the call. */
export interface Abort {
  readonly request: number
  readonly afterMs: number
}

/** The limits of a call. */
export interface Bounds {
  /** `client`: the client's own. `short`: `ms` for a request or the call. `long`: minutes, so that a leak shows. */
  readonly patience: 'client' | 'short' | 'long'
  readonly ms: number
  /** Its signal: none, its own, or the one that concurrent calls share. */
  readonly signal: 'none' | 'own' | 'shared'
  /** When its own signal aborts; never if absent. */
  readonly abort: Abort | undefined
}

/** A person in a sequence: two invited with the defaults, one with any options, a member, and the key's own user. */
export type Who = 0 | 1 | 2 | 'member' | 'self'

/** The method to call. */
export type Action =
  | {
      readonly call: 'inviteUser'
      readonly who: Who
      readonly ifInvited: IfInvited | undefined
      readonly onUnknown: 'report' | 'resend' | undefined
      readonly space: string
      readonly role: string
    }
  /** The same with one row, so that it crosses the calls for one person. */
  | { readonly call: 'inviteUsers'; readonly who: Who; readonly onUnknown: 'report' | 'resend' | undefined }
  /** `last` is the invite returned last, `pending` one that exists, `placeholder` one without its id. */
  | { readonly call: 'cancelInvite'; readonly who: Who; readonly which: 'last' | 'pending' | 'placeholder' | 'none' }
  | { readonly call: 'createResourceTag' | 'inviteLimit' | 'getInvites' | 'users' }
  /** Settles the latest invite with an unknown outcome. */
  | { readonly call: 'settle'; readonly who: Who }
  /** The person accepts the invite. */
  | { readonly call: 'accept'; readonly who: Who }

/** An action that starts some milliseconds after its concurrent ones. */
export interface Step {
  readonly action: Action
  readonly afterMs: number
  readonly bounds: Bounds
}

/** Concurrent steps, and when the signal that they may share aborts. */
export interface Group {
  readonly steps: readonly Step[]
  readonly abort: Abort | undefined
}

/** A sequence of calls with its faults. */
export interface Sequence {
  /**
   * By key, over undici, over undici with several requests at once on a connection, with two requests at once, through a
   * urql client, or through one with an exchange that alters everything.
   */
  readonly road: 'key' | 'undici' | 'pipelined' | 'line' | 'urql' | 'meddled'
  /** Whether all seats are taken. */
  readonly isFull: boolean
  /** Who has a pending invite at the start. */
  readonly invited: readonly Who[]
  readonly faults: readonly Fault[]
  readonly groups: readonly Group[]
}

/** True once in `times` draws, on average. */
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
    // These two options may leave two invites; nothing else may.
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
  road: fc.constantFrom('key', 'undici', 'pipelined', 'line', 'urql', 'meddled'),
  isFull: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 14, arbitrary: fc.constant(false) }),
  invited: fc.subarray<Who>([0, 1, 2]),
  faults: fc.array(faults, { minLength: 1, maxLength: 4 }),
  groups: fc.array(fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 3 }), abort: onceIn(4, abort) }), {
    minLength: 1,
    maxLength: 2,
  }),
})
