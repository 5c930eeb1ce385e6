import fc from 'fast-check'
import type { Fault } from '@labelbox-org/tools/sandbox'
import type { AnyFault } from '../../src/sandbox/faults/fault.ts'
import { mostDelayMs, troubles, type Trouble } from '../model/faults.ts'

/** The person of a row. `again`: an earlier row's address in another spelling. */
export type Kind = 'new' | 'member' | 'pending' | 'again' | 'invalid'

/** A planned row. */
export interface PlannedRow {
  readonly kind: Kind
  /** The number of its spelling. */
  readonly spelling: number
  readonly role: string
}

/**
 * When a process is killed: a number of milliseconds after its start or its first request; when a number of invite requests
 * has arrived or been carried out; or when its journal, or the lock beside it, has changed a number of times.
 */
export interface Kill {
  readonly after: 'start' | 'request' | 'arrival' | 'processing' | 'journal' | 'lock'
  readonly count: number
  readonly ms: number
}

/** A process to start and to kill. */
export interface Attempt {
  readonly faults: readonly Fault[]
  readonly kill: Kill
  /** Whether somebody accepts an invite after its end. */
  readonly accepts: boolean
}

/** A file of rows, and the faults and kills of the processes that invite from it. */
export interface Round {
  readonly rows: readonly PlannedRow[]
  readonly batchSize: number
  /** Delays of the server's responses and of each part of a line on the disk, in milliseconds. */
  readonly latencyMs: number
  readonly diskMs: number
  readonly attempts: readonly Attempt[]
}

const rows: fc.Arbitrary<PlannedRow> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('new' as const) },
    { weight: 1, arbitrary: fc.constantFrom<Kind[]>('member', 'pending', 'again', 'invalid') },
  ),
  spelling: fc.nat(511),
  role: fc.constantFrom('LABELER', 'REVIEWER', 'ADMIN'),
})

/** Longest delay until a request is carried out, in milliseconds: past the next process's polling, for example. */
export const latestMs = 2500

/** When a delayed request is carried out. A process polls for longer than the model's calls. */
const lateness: fc.Arbitrary<Pick<AnyFault, 'delayMs' | 'lateAfter'>> = fc.oneof(
  fc.record({ delayMs: fc.constantFrom(1, mostDelayMs, 300, 1000, latestMs) }),
  fc.record({ lateAfter: fc.constantFrom('GetMembers', 'GetInvites', 'InviteLimit', 'InviteLimit') }),
)

const looks = ['GetInvites', 'GetMembers', 'InviteLimit']
const beginnings = ['GetOrganization', 'GetRoles', 'GetUser']

const aim: fc.Arbitrary<Pick<AnyFault, 'operationName' | 'skip' | 'times' | 'probability'>> = fc
  .record({
    operationName: fc.oneof(
      { weight: 10, arbitrary: fc.constant('InviteUser') },
      { weight: 4, arbitrary: fc.constantFrom(...looks) },
      { weight: 1, arbitrary: fc.constantFrom(...beginnings) },
    ),
    reach: fc.oneof(
      fc.record({ skip: fc.constantFrom(0, 0, 0, 1, 2), times: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ probability: fc.double({ min: 0.1, max: 0.7, noNaN: true }) }),
    ),
  })
  .map(({ operationName, reach }) => ({ operationName, ...reach }))

const faults: fc.Arbitrary<Fault> = fc
  .tuple(troubles, lateness, aim)
  .map(([trouble, late, at]) => ({ ...withLateness(trouble, late), ...at }))

function withLateness(trouble: Trouble, late: Pick<AnyFault, 'delayMs' | 'lateAfter'>): Trouble {
  if (trouble.processed !== 'late') return trouble
  const rest: { -readonly [Option in keyof Trouble]: Trouble[Option] } = { ...trouble }
  delete rest.delayMs
  delete rest.lateAfter
  return { ...rest, ...late }
}

const kills: fc.Arbitrary<Kill> = fc.oneof(
  { weight: 1, arbitrary: kill('start', 1, 2000) },
  { weight: 3, arbitrary: kill('request', 1, 1500) },
  { weight: 4, arbitrary: kill('arrival', 3, 60) },
  { weight: 4, arbitrary: kill('processing', 3, 60) },
  { weight: 5, arbitrary: kill('journal', 8, 10) },
  { weight: 1, arbitrary: kill('lock', 2, 3) },
)

/** Mostly at once. */
function kill(after: Kill['after'], most: number, longestMs: number): fc.Arbitrary<Kill> {
  const ms = after === 'start' || after === 'request' ? fc.nat(longestMs) : fc.oneof(fc.constant(0), fc.nat(longestMs))
  return fc.record({ after: fc.constant(after), count: fc.integer({ min: 1, max: most }), ms })
}

const rounds: fc.Arbitrary<Round> = fc.record({
  rows: fc.array(rows, { minLength: 5, maxLength: 60, size: 'max' }),
  batchSize: fc.constantFrom(1, 2, 3, 5, 8, 20, 100),
  latencyMs: fc.constantFrom(0, 30, 100),
  diskMs: fc.constantFrom(0, 5, 25, 50),
  attempts: fc.array(
    fc.record({
      faults: fc.array(faults, { minLength: 0, maxLength: 2, size: 'max' }),
      kill: kills,
      accepts: fc.boolean(),
    }),
    { minLength: 2, maxLength: 6, size: 'max' },
  ),
})

/** The round of a seed. The plan repeats; the exact moments vary. */
export function roundOf(seed: number): Round {
  const [round] = fc.sample(rounds, { seed, numRuns: 1, unbiased: true })
  if (round === undefined) throw new Error('There is no round.')
  return round
}
