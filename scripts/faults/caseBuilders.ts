import type { FaultKind } from '@labelbox-org/tools/sandbox'
import type { AnyFault } from '../../src/sandbox/faults/fault.ts'

/** How many consecutive requests a fault affects. */
export type Times = 'once' | 'three times' | 'forever'

/**
 * When the server processes the failed request: `late` is a second after the response, `looked for` is right after the
 * client has looked it up, and `long after` is when the client has stopped looking.
 */
export type Processing = 'never' | 'before' | 'late' | 'looked for' | 'long after'

/** The fault of one call. */
export interface FaultCase {
  readonly what: AnswerLabel
  readonly times: Times
  readonly processing: Processing
  /** Whether the response denies a change that was made: see {@link falselyDenied}. */
  readonly isDenied: boolean
  /** Created when the call starts, because `Retry-After` may be a date. Operation and count are added then. */
  readonly fault: () => Omit<AnyFault, 'operationName' | 'skip' | 'times' | 'probability'>
}

/** A response in words: a family name, its own name, and a detail that short tables omit. */
export type AnswerLabel = readonly [common: string, own?: string | number | undefined, detail?: string]

/** Fault settings besides its count and processing. */
export type Answer = Readonly<
  Partial<Omit<AnyFault, 'kind' | 'operationName' | 'skip' | 'times' | 'probability' | 'processed'>>
>

/** Creates the cases of a fault kind. */
export type Make = (kind: FaultKind) => readonly FaultCase[]

const processed: Readonly<Record<Processing, Partial<AnyFault>>> = {
  never: {},
  before: { processed: true },
  late: { processed: 'late', delayMs: 1000 },
  'looked for': { processed: 'late', lateAfter: 'GetInvites' },
  // The client looks for about 8 seconds, or twice as long on a busy machine.
  'long after': { processed: 'late', delayMs: 30_000 },
}

/** A single case. */
export const singleCase =
  (
    what: AnswerLabel,
    answer: Answer | (() => Answer),
    processing: Processing,
    times: Times,
    added = processed[processing],
    isDenied = false,
  ): Make =>
  (kind) => [
    {
      what,
      times,
      processing,
      isDenied,
      fault: () => ({ kind, ...added, ...(typeof answer === 'function' ? answer() : answer) }),
    },
  ]

/** Several cases. */
export const allOf =
  (...makes: readonly Make[]): Make =>
  (kind) =>
    makes.flatMap((make) => make(kind))

/** A response that truthfully says that nothing was changed; compare {@link falselyDenied}. */
export const rejected = (what: AnswerLabel, answer: Answer | (() => Answer) = {}): Make =>
  singleCase(what, answer, 'never', 'once')

/** A truthful rejection that may be retried. */
export const rejectedForNow = (what: AnswerLabel, answer: Answer | (() => Answer) = {}): Make =>
  allOf(rejected(what, answer), singleCase(what, answer, 'never', 'forever'))

/**
 * A response that says the request was rejected although it was processed. Nothing reveals this, so only idempotent
 * changes meet it, once.
 */
export const falselyDenied = (what: AnswerLabel, answer: Answer): Make =>
  singleCase(what, answer, 'before', 'once', processed.before, true)

/** A response that leaves open whether the request was processed. */
export const ambiguous = (what: AnswerLabel, answer: Answer = {}): Make =>
  allOf(
    rejectedForNow(what, answer),
    singleCase(what, answer, 'before', 'once'),
    singleCase(what, answer, 'before', 'forever'),
  )

/** A request that is processed after the response. */
export const processedLater = (what: AnswerLabel, answer: Answer = {}): Make =>
  allOf(
    singleCase(what, answer, 'late', 'once'),
    singleCase(what, answer, 'looked for', 'once'),
    singleCase(what, answer, 'long after', 'once'),
  )

/** A damaged response of a request that is always processed. */
export const corrupted = (what: AnswerLabel, answer: Answer = {}): Make =>
  allOf(singleCase(what, answer, 'before', 'once', {}), singleCase(what, answer, 'before', 'forever', {}))
