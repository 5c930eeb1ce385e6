import { isLabelboxError } from '../core/errors.ts'
import type { Context } from './context.ts'

/**
 * Sends the first form of a request, or the other one where the API refuses the first. For an operation whose arguments no
 * source proves. A document that the API refuses has changed nothing. The client remembers which form the API accepts.
 */
export async function acceptedForm<Result>(
  { otherForms }: Pick<Context, 'otherForms'>,
  operationName: string,
  first: () => Promise<Result>,
  other: () => Promise<Result>,
): Promise<Result> {
  if (otherForms.has(operationName)) return other()
  try {
    return await first()
  } catch (refused) {
    if (!isRefusedDocument(refused)) throw refused
    try {
      const result = await other()
      otherForms.add(operationName)
      return result
    } catch (error) {
      // The first form is the likelier one, so its error says more where both are refused.
      if (isRefusedDocument(error)) throw refused
      otherForms.add(operationName)
      throw error
    }
  }
}

const isRefusedDocument = (error: unknown): boolean => isLabelboxError(error, 'INVALID_QUERY') && !error.mayHaveRun
