import { Kind, OperationTypeNode, type DocumentNode } from 'graphql'
import type { ServerError } from '../../core/errors.ts'
import type { Place } from '../documents/definitions.ts'
import { shortened } from '../reports/sentences.ts'
import { hasData, type ApiResponse } from './response.ts'
import { isEndOfMissing, missingVariable, readValidationMessage, type Subject } from './validationMessage.ts'
import type { LockedDocument } from './lockDocument.ts'
import { placeOfLocation, placeOfName } from './sourcePlace.ts'

/** A validation error of the server. */
export interface Problem {
  readonly message: string
  readonly subject: Subject
  /** `User.nickname`, `Organization.users(where:)` or `$first`, as far as the message names it. */
  readonly what: string | undefined
  /** Position in the source file. */
  readonly place: Place | undefined
}

/** What the response to a locked document means. */
export type Judgement =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly verdict: 'unknown'; readonly reason: string }
  /** The document ran, may have run, or was not examined: the locks are no longer proven. */
  | { readonly verdict: 'opened'; readonly reason: string; readonly mayHaveRun: boolean }

/**
 * Judges the response to a locked document. A mutation counts as run unless every error is a missing variable or a
 * validation error: a server may run it and hide the result.
 */
export function judge({ document }: LockedDocument, response: ApiResponse): Judgement {
  const { errors, error } = response
  if (hasData(response))
    return {
      verdict: 'opened',
      reason: 'The response contains data, although the document was locked.',
      mayHaveRun: true,
    }
  // Only errors of executed fields have a path.
  if (errors.some(({ path }) => path !== undefined && path.length > 0)) {
    return {
      verdict: 'opened',
      reason: 'An error belongs to a field of the result, although the document was locked.',
      mayHaveRun: true,
    }
  }
  const other = (reason: string): Judgement => notRefused(document, reason)
  if (errors.length === 0) return other(error ? shortened(error.message) : 'The response is empty.')
  const declared = variablesOf(document)
  const problems = errors.flatMap((each) => problemOf(document, each) ?? [])
  const isMissing = ({ message }: ServerError) => declared.includes(missingVariable(message) ?? '')
  const isCutShort = ({ message }: ServerError) => isEndOfMissing(message) && errors.some(isMissing)
  const unrecognized = errors.find(
    (each) => problemOf(document, each) === undefined && !isMissing(each) && !isCutShort(each),
  )
  const reason = unrecognized && `Unrecognized server message: ${unrecognized.message}`
  if (
    unrecognized &&
    reason !== undefined &&
    !isTooComplex(unrecognized) &&
    (problems.length === 0 || isMutation(document))
  ) {
    return other(reason)
  }
  if (problems.length > 0) return { verdict: 'invalid', problems }
  return reason === undefined ? { verdict: 'valid' } : { verdict: 'unknown', reason }
}

/** The judgement for a response that does not reject the document. `mayHaveRun`: whether it may have run. */
export const notRefused = (document: DocumentNode, reason: string, mayHaveRun = true): Judgement =>
  isMutation(document)
    ? { verdict: 'opened', reason: `The server did not reject the locked mutation. ${reason}`, mayHaveRun }
    : { verdict: 'unknown', reason }

const isMutation = ({ definitions }: DocumentNode): boolean =>
  definitions.some((node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION)

/** The error is about the size of the request, not about missing parts. A server sends it before running anything. */
const isTooComplex = ({ message, extensions }: ServerError): boolean =>
  message === 'Query complexity limit exceeded' &&
  (extensions?.['code'] === undefined || validationCodes.includes(extensions['code']))

function problemOf(document: DocumentNode, { message, locations, extensions }: ServerError): Problem | undefined {
  if (missingVariable(message) !== undefined || message === 'Query complexity limit exceeded') return undefined
  const validation = readValidationMessage(message)
  if (validation === undefined && !validationCodes.includes(extensions?.['code'])) return undefined
  const { subject = 'other', what, name } = validation ?? {}
  const [location] = locations ?? []
  const place =
    (location && placeOfLocation(document, location)) ?? (name === undefined ? undefined : placeOfName(document, name))
  return { message, subject, what, place }
}

/** Codes that only validation returns. */
const validationCodes: readonly unknown[] = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']

/** The variables that the operation declares. */
const variablesOf = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  )
