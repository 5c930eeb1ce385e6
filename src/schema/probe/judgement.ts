import { Kind, OperationTypeNode, type DocumentNode } from 'graphql'
import type { ServerError } from '../../core/errors.ts'
import type { Place } from '../documents/definitions.ts'
import { shortened } from '../reports/sentences.ts'
import { hasData, type ApiResponse } from './response.ts'
import { missingVariable, readValidationMessage, type Subject } from './validationMessage.ts'
import type { LockedDocument } from './lockDocument.ts'
import { placeOfLocation, placeOfName } from './sourcePlace.ts'

/** Something that the server does not allow in a document. */
export interface Problem {
  readonly message: string
  readonly subject: Subject
  /** `User.nickname`, `Organization.users(where:)`, `$first`: as far as the message says. */
  readonly what: string | undefined
  /** Where it stands in the file. */
  readonly place: Place | undefined
}

/** What an answer to a locked document says. */
export type Judgement =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly verdict: 'unknown'; readonly reason: string }
  /** It was carried out, or may have been, or was not looked at: nothing says any more that the locks hold. */
  | { readonly verdict: 'opened'; readonly reason: string; readonly mayHaveRun: boolean }

/**
 * Reads the answer to a locked document. A mutation is taken for carried out unless all that is said is that its
 * variables are missing, or that the document is wrong: a server may carry it out and mask what came of it.
 */
export function judge({ document }: LockedDocument, answer: ApiResponse): Judgement {
  const { errors, error } = answer
  if (hasData(answer))
    return { verdict: 'opened', reason: 'The answer holds data, although the document was locked.', mayHaveRun: true }
  // Only a field that is being answered has a path.
  if (errors.some(({ path }) => path !== undefined && path.length > 0)) {
    return {
      verdict: 'opened',
      reason: 'An error is about a field of the answer, although the document was locked.',
      mayHaveRun: true,
    }
  }
  const other = (reason: string): Judgement => notRefused(document, reason)
  if (errors.length === 0) return other(error ? shortened(error.message) : 'The answer is empty.')
  const declared = variablesOf(document)
  const problems = errors.flatMap((each) => problemOf(document, each) ?? [])
  const strange = errors.find(
    (each) => problemOf(document, each) === undefined && !declared.includes(missingVariable(each.message) ?? ''),
  )
  const reason = strange && `The server says something that is not understood: ${strange.message}`
  if (strange && reason !== undefined && !isTooComplex(strange) && (problems.length === 0 || isMutation(document))) {
    return other(reason)
  }
  if (problems.length > 0) return { verdict: 'invalid', problems }
  return reason === undefined ? { verdict: 'valid' } : { verdict: 'unknown', reason }
}

/** What an answer comes to that is no refusal of the document. `mayHaveRun` says whether it can have been carried out. */
export const notRefused = (document: DocumentNode, reason: string, mayHaveRun = true): Judgement =>
  isMutation(document)
    ? { verdict: 'opened', reason: `The answer to the locked mutation is not its refusal. ${reason}`, mayHaveRun }
    : { verdict: 'unknown', reason }

const isMutation = ({ definitions }: DocumentNode): boolean =>
  definitions.some((node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION)

/** It says how much is asked for, and not that anything is not there. A server says it in place of carrying it out. */
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

/** Names that only a check of the document itself has. */
const validationCodes: readonly unknown[] = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']

/** Every variable that the document's operation declares. */
const variablesOf = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  )
