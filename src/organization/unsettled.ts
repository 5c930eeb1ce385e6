import type { LabelboxError } from '../errors.ts'
import type { Addressee } from './addressee.ts'

/** An invite of which nobody knows whether it was sent. */
export interface Unsettled {
  /** What the address was before. */
  readonly before: Addressee
  /** What the sending ended in. */
  readonly error: LabelboxError
  /** When it is taken for settled, on the clock of the client. */
  readonly until: number
}

/** A server that has not carried out in an hour what it was sent will not do so any more. */
const patienceMs = 60 * 60 * 1000

const unsettled = new Map<string, Unsettled>()

/**
 * Remembers, in this process, that an invite may still come: calling again is what people do after an error, and must
 * not become a second invite.
 */
export const rememberUnsettled = (key: string, before: Addressee, error: LabelboxError, now: number): void =>
  void unsettled.set(key, { before, error, until: now + patienceMs })

/** What is not settled yet, if anything is. */
export function unsettledOf(key: string, now: number): Unsettled | undefined {
  const found = unsettled.get(key)
  if (found === undefined || now < found.until) return found
  unsettled.delete(key)
  return undefined
}

/** It is known now, or the caller has said that it does not matter. */
export const forgetUnsettled = (key: string): void => void unsettled.delete(key)
