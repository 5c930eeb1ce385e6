import type { LabelboxError, LabelboxErrorInit } from './errors.ts'

/** The words of an error, for a copy of it. An error of another version of this package may lack its `reason`. */
export function wordsOf(error: LabelboxError): Pick<LabelboxErrorInit, 'message' | 'advice'> {
  const { message, reason, hint } = error as Pick<LabelboxError, 'message' | 'hint'> & { readonly reason?: string }
  if (hint === undefined || reason === undefined) return { message }
  return { message: reason, advice: [hint, message.slice(reason.length + 1)] }
}
