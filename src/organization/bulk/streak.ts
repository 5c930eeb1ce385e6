import type { LabelboxErrorCode } from '../../core/errors.ts'

/** So many invites refused one by one, each for the same reason, are not refused for their own sake. */
const enoughRefusals = { AUTHORIZATION: 3, other: 10 }

/** So many requests in a row of which nothing could be found: the next one would end the same. */
const enoughDarkness = 3

/** What has gone wrong since an invite was last sent. After enough of it, to go on is of no use. */
export class Streak {
  #code: LabelboxErrorCode | undefined
  #refusals = 0
  #dark = 0

  /** An invite was sent. */
  end(): void {
    this.#code = undefined
    this.#refusals = this.#dark = 0
  }

  /** An invite was refused; says whether that is enough. */
  refused(code: LabelboxErrorCode): boolean {
    this.#refusals = code === this.#code ? this.#refusals + 1 : 1
    this.#code = code
    return this.#refusals >= enoughRefusals[code === 'AUTHORIZATION' ? code : 'other']
  }

  /** Nothing could be found of a request; says whether that is enough. */
  dark(): boolean {
    this.#dark += 1
    return this.#dark >= enoughDarkness
  }
}
