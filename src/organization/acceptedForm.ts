import { isLabelboxError } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'
import type { Context } from './context.ts'

/**
 * Sends the first form of a request, or the other one where the API refuses the first form itself. For an operation whose
 * arguments no source proves. A form that the API refuses has changed nothing.
 *
 * Once a request in the other form has succeeded, the client uses that form for an hour. A server that runs longer than that
 * notices when the API learns the first form.
 *
 * @param other - Returns the data of its request, or a result with the origin of that data.
 */
export async function acceptedForm<Result>(
  { otherForms, timing }: Pick<Context, 'otherForms' | 'timing'>,
  operationName: string,
  first: () => Promise<Result>,
  other: () => Promise<Result>,
): Promise<Result> {
  if ((otherForms.get(operationName) ?? -Infinity) > timing.now()) return other()
  try {
    return await first()
  } catch (refused) {
    if (!isRefusedDocument(refused)) throw refused
    let result: Result
    try {
      result = await other()
    } catch (error) {
      // The first form is the likelier one, so its error says more where both are refused.
      throw isRefusedDocument(error) ? refused : error
    }
    // It may have found nothing left to send.
    if (originOf(result as object).attempts !== undefined) otherForms.set(operationName, timing.now() + rememberedMs)
    return result
  }
}

const rememberedMs = 60 * 60 * 1000

/** Codes of errors that come before any field runs. A resolver may give the last one too, but then with its path. */
const refusals: readonly unknown[] = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_USER_INPUT']

/** Whether the API refused the document, or its variables, before it ran any of it. */
const isRefusedDocument = (error: unknown): boolean =>
  isLabelboxError(error, 'INVALID_QUERY') &&
  !error.mayHaveRun &&
  error.data === undefined &&
  error.graphQLErrors.length > 0 &&
  error.graphQLErrors.every(({ path, extensions }) => path === undefined && refusals.includes(extensions['code']))
