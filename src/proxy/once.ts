import type { OnceStore, RememberedChange } from '../core/onceStore.ts'
import { LabelboxError } from '../core/errors.ts'
import { newAttemptId } from '../transport/request/attemptId.ts'
import type { Timing } from '../transport/time/timing.ts'
import { distrust, errorReply, refusal, type Reply } from './replies.ts'

/** What came of sending a change. */
export interface Sent {
  readonly reply: Reply
  /** Whether the page may send the change again under the same id: it was not made, or may be made twice. */
  readonly mayRepeat: boolean
  /** Whether the response holds a secret, which no store may have. */
  readonly isSecret: boolean
}

export interface Change {
  readonly caller: string
  /** The id of the delivery. */
  readonly id: string
  /** The whole body of the request. */
  readonly content: string
  readonly operationName: string | undefined
  readonly send: () => Promise<Sent>
}

/** How long an id is remembered: longer than any call of a page lasts, with its retries. */
export const rememberMs = 10 * 60_000

/** How long a request waits for the outcome of an earlier one under the same id. A page waits 60 s. */
const maxWaitMs = 55_000
const pollMs = 100

/** Time of one command of the store. */
const storeTimeoutMs = 3000

/** Characters of an outcome that is kept. */
const maxOutcome = 64 * 1024

/**
 * Makes each change once, however often its request arrives. The first request under an id sends it; the others wait for
 * its outcome and get the same response. An id counts for one caller and one body.
 *
 * If the store fails, nothing is sent. If the outcome of the first request is lost, with its process for example, the
 * others report that the change may have been made.
 */
export class Once {
  readonly #store: OnceStore
  readonly #timing: Timing
  readonly #report: (error: unknown) => void

  constructor(store: OnceStore, timing: Timing, report: (error: unknown) => void) {
    this.#store = store
    this.#timing = timing
    this.#report = report
  }

  async run(change: Change): Promise<Reply> {
    const [key, content] = await Promise.all([sha256(`${change.caller}\n${change.id}`), sha256(change.content)])
    const claimant = `${content}.${newAttemptId()}`
    const endsAt = this.#timing.now() + maxWaitMs
    for (;;) {
      const before = await this.#claim(key, claimant)
      // A client of the store that has sent the claim twice meets its own.
      if (before === undefined || before.claimant === claimant) return this.#first(key, claimant, change)
      if (!before.claimant.startsWith(`${content}.`)) {
        throw distrust('Another change was sent under this x-delivery-id. Use a new id for each change.', 409)
      }
      const outcome = await this.#outcomeOf(key, before, endsAt)
      if (outcome !== 'released') return toReply(outcome) ?? unknown(change)
    }
  }

  async #claim(key: string, claimant: string): Promise<RememberedChange | undefined> {
    try {
      const claim = this.#store.claim(key, claimant, rememberMs)
      return await this.#inTime(claim, () => {
        // A claim that comes after the refusal belongs to nobody.
        claim
          .then((before) => (before === undefined ? this.#store.release(key, claimant) : undefined))
          .catch(this.#report)
      })
    } catch (cause) {
      throw refusal('PROXY_FAILED', 503, storeFailed, { retryAfterMs: 1000, cause })
    }
  }

  async #first(key: string, claimant: string, { send }: Change): Promise<Reply> {
    let sent: Sent | undefined
    try {
      sent = await send()
      return sent.reply
    } finally {
      // What failed unexpectedly may have been sent.
      await this.#keep(key, claimant, sent).catch(this.#report)
    }
  }

  async #keep(key: string, claimant: string, sent: Sent | undefined): Promise<void> {
    const outcome = sent === undefined || sent.isSecret ? '' : JSON.stringify(sent.reply)
    const kept = outcome.length > maxOutcome ? '' : outcome
    await this.#inTime(
      sent?.mayRepeat === true ? this.#store.release(key, claimant) : this.#store.settle(key, claimant, kept),
    )
  }

  /** Waits for the outcome of the first request. */
  async #outcomeOf(key: string, before: RememberedChange, endsAt: number): Promise<string> {
    let known: RememberedChange | undefined = before
    while (known !== undefined && known.outcome === undefined) {
      if (this.#timing.now() >= endsAt) return 'unknown'
      await this.#timing.sleep(pollMs, undefined)
      try {
        known = await this.#inTime(this.#store.read(key))
      } catch (thrown) {
        this.#report(thrown)
        return 'unknown'
      }
    }
    return known === undefined ? 'released' : (known.outcome ?? 'unknown')
  }

  async #inTime<T>(command: Promise<T>, onLate?: () => void): Promise<T> {
    const timer = new AbortController()
    const late = async (): Promise<never> => {
      await this.#timing.sleep(storeTimeoutMs, timer.signal)
      onLate?.()
      throw new Error(`The store of changes did not respond within ${storeTimeoutMs} ms.`)
    }
    try {
      return await Promise.race([command, late()])
    } finally {
      timer.abort(new Error('The command has settled.'))
    }
  }
}

const storeFailed = "The proxy can't tell whether this change was sent before, and sent nothing. Try again."

/** What another process, perhaps of another version, has kept. */
function toReply(outcome: string): Reply | undefined {
  try {
    const reply = JSON.parse(outcome) as Partial<Reply>
    return typeof reply.status === 'number' && typeof reply.body === 'string' ? (reply as Reply) : undefined
  } catch {
    return undefined
  }
}

const unknown = ({ operationName }: Change): Reply =>
  errorReply(
    new LabelboxError({ code: 'TIMEOUT', mayHaveRun: true, operationName, message: 'The outcome is not known.' }),
  )

/** The SHA-256 of a text, in hexadecimal digits. */
async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
