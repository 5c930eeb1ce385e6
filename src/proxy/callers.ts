import { refusal } from './replies.ts'

/** All callers together may have this many times the requests of one. */
const maxShare = 10

/** Counts the open requests, so that no caller can take all of the memory and the quota. */
export class Callers {
  readonly #open = new Map<string, number>()
  readonly #perCaller: number
  #all = 0

  constructor(perCaller: number) {
    this.#perCaller = perCaller
  }

  /**
   * Lets a request in while it is not known whose it is, and returns what lets it out.
   *
   * @throws LabelboxError `PROXY_BUSY`.
   */
  enter(): () => void {
    if (this.#all >= this.#perCaller * maxShare) throw refusal('PROXY_BUSY', 503, tooMany('it has'), soon)
    this.#all += 1
    return () => (this.#all -= 1)
  }

  /**
   * The same for a caller.
   *
   * @throws LabelboxError `PROXY_BUSY`.
   */
  enterAs(caller: string): () => void {
    const open = this.#open.get(caller) ?? 0
    if (open >= this.#perCaller) throw refusal('PROXY_BUSY', 429, tooMany('you have'), soon)
    this.#open.set(caller, open + 1)
    return () => {
      const left = (this.#open.get(caller) ?? 1) - 1
      if (left > 0) this.#open.set(caller, left)
      else this.#open.delete(caller)
    }
  }
}

const soon = { retryAfterMs: 1000 }

const tooMany = (who: string): string => `The proxy is busy: ${who} too many requests open. Try again in a second.`
