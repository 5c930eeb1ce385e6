import { documentText } from '../core/documentText.ts'
import type { LabelboxError } from '../core/errors.ts'
import { invalid, isFile } from '../core/guards.ts'
import { refinedOf, type Refined } from '../core/refinedDocument.ts'
import { withTypenames } from '../core/withTypenames.ts'
import type { CallState } from './callState.ts'
import type { Prepared } from './document.ts'
import { proxyError } from './response/proxyError.ts'
import { newAttemptId } from './request/attemptId.ts'
import { documentId } from './documentId.ts'
import { jsonBody } from './jsonBody.ts'

/** What is sent to a `labelboxProxy` in place of a document's text. */
export interface TrustedRequest {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Reads what the proxy says of an error. */
  readonly toError: (error: LabelboxError, call: CallState) => LabelboxError
}

/**
 * Asks a `labelboxProxy` for a document by its id. All attempts of a change have one delivery id, by which the proxy makes
 * the change once.
 */
export async function trustedRequest(prepared: Prepared, variables: unknown): Promise<TrustedRequest> {
  const { document, operationName, kind } = prepared
  const refined = refinedOf(document)
  const id = await documentId(refined === undefined ? document : baseOf(refined, prepared))
  const given = (variables ?? {}) as Readonly<Record<string, unknown>>
  if (Object.values(given).some(isFile)) {
    throw invalid(
      `${operationName ?? 'The operation'} was not sent: a file can't be sent through a proxy. Send it from your server, with a client that has the API key.`,
      operationName,
    )
  }
  const steps = refined?.steps ?? []
  const parameters = steps.flatMap(({ where }) => Object.values(where))
  const values = Object.fromEntries(Object.entries(given).filter(([name]) => !parameters.includes(name)))
  // A value that is missing is sent as null, which the proxy refuses: left out, it would be a filter less.
  const refine = steps.map((step) => ({
    ...step,
    where: Object.fromEntries(Object.entries(step.where).map(([field, name]) => [field, given[name] ?? null])),
  }))
  return {
    body: jsonBody(prepared, { documentId: id, operationName, variables: values, ...(steps.length > 0 && { refine }) }),
    headers: { 'X-Labelbox-Org': '1', ...(kind === 'mutation' && { 'X-Delivery-Id': newAttemptId() }) },
    toError: proxyError,
  }
}

type Document = Prepared['document']

/** The document that was refined, as a cache has sent it. */
function baseOf({ base }: Refined, { query }: Prepared): Document {
  return typenamesIn(query) > typenamesIn(documentText(base)) ? withTypenames(base) : base
}

const typenamesIn = (text: string): number => text.split('__typename').length
