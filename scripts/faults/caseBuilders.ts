import type { Fault, FaultKind } from 'labelbox-org/sandbox'

/** How many requests in a row a fault strikes. */
export type Times = 'once' | 'three times' | 'for ever'

/**
 * When the request behind a fault is carried out: `late` is a second after the answer, `looked for` as soon as the client
 * has looked, and `long after` when it has given up looking.
 */
export type Processing = 'never' | 'before' | 'late' | 'looked for' | 'long after'

/** What one call meets. */
export interface FaultCase {
  readonly what: AnswerLabel
  readonly times: Times
  readonly processing: Processing
  /** Whether the answer denies what has been done: see {@link falselyDenied}. */
  readonly isDenied: boolean
  /** Made when the call begins, since a `Retry-After` may be a date. How often and whom it strikes is added then. */
  readonly fault: () => Omit<Fault, 'operationName' | 'skip' | 'times' | 'probability'>
}

/** An answer in words: those that it shares with others, its own, and a detail that is left out where there is no room. */
export type AnswerLabel = readonly [common: string, own?: string | number | undefined, detail?: string]

/** Everything but how often, and whether it is carried out. */
export type Answer = Readonly<
  Partial<Omit<Fault, 'kind' | 'operationName' | 'skip' | 'times' | 'probability' | 'processed'>>
>

/** Makes cases of a kind. */
export type Make = (kind: FaultKind) => readonly FaultCase[]

const processed: Readonly<Record<Processing, Partial<Fault>>> = {
  never: {},
  before: { processed: true },
  late: { processed: 'late', delayMs: 1000 },
  'looked for': { processed: 'late', lateAfter: 'GetInvites' },
  // It looks for some 8 seconds, or twice as long on a busy machine.
  'long after': { processed: 'late', delayMs: 30_000 },
}

/** One case. */
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

/** Several. */
export const allOf =
  (...makes: readonly Make[]): Make =>
  (kind) =>
    makes.flatMap((make) => make(kind))

/** Says that nothing was done, and so it is: see {@link falselyDenied}. */
export const rejected = (what: AnswerLabel, answer: Answer | (() => Answer) = {}): Make =>
  singleCase(what, answer, 'never', 'once')

/** The same, and invites to try again. */
export const rejectedForNow = (what: AnswerLabel, answer: Answer | (() => Answer) = {}): Make =>
  allOf(rejected(what, answer), singleCase(what, answer, 'never', 'for ever'))

/** Says that it was turned away, and it was not: nobody could tell, so only what may be done twice meets it, and once. */
export const falselyDenied = (what: AnswerLabel, answer: Answer): Make =>
  singleCase(what, answer, 'before', 'once', processed.before, true)

/** Leaves open whether anything was done. */
export const ambiguous = (what: AnswerLabel, answer: Answer = {}): Make =>
  allOf(
    rejectedForNow(what, answer),
    singleCase(what, answer, 'before', 'once'),
    singleCase(what, answer, 'before', 'for ever'),
  )

/** Has been done by the time somebody looks again, or not even then. */
export const processedLater = (what: AnswerLabel, answer: Answer = {}): Make =>
  allOf(
    singleCase(what, answer, 'late', 'once'),
    singleCase(what, answer, 'looked for', 'once'),
    singleCase(what, answer, 'long after', 'once'),
  )

/** Spoils the true answer: what was asked for has been done each time, and no option says so. */
export const corrupted = (what: AnswerLabel, answer: Answer = {}): Make =>
  allOf(singleCase(what, answer, 'before', 'once', {}), singleCase(what, answer, 'before', 'for ever', {}))
