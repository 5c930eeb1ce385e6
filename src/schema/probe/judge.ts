import { Kind, type DocumentNode } from 'graphql'
import type { ServerError } from '../../errors.ts'
import type { Place } from '../documents.ts'
import { hasData, type Answer } from './ask.ts'
import { missingVariable, readComplaint, type Subject } from './complaint.ts'
import type { Locked } from './lock.ts'
import { placeFrom, placeOfName } from './place.ts'

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
  /** It was carried out, or may have been: a lock does not hold. */
  | { readonly verdict: 'opened'; readonly reason: string }

/** Reads the answer to a locked document. */
export function judge({ document }: Locked, answer: Answer): Judgement {
  const { errors, error } = answer
  if (hasData(answer)) return { verdict: 'opened', reason: 'The answer holds data, although the document was locked.' }
  // Only a field that is being answered has a path.
  if (errors.some(({ path }) => path !== undefined && path.length > 0)) {
    return { verdict: 'opened', reason: 'An error is about a field of the answer, although the document was locked.' }
  }
  if (errors.length === 0) return { verdict: 'unknown', reason: error?.message ?? 'The answer is empty.' }
  const problems = errors.flatMap((each) => problemOf(document, each) ?? [])
  if (problems.length > 0) return { verdict: 'invalid', problems }
  const declared = variablesOf(document)
  const strange = errors.find(({ message }) => !declared.includes(missingVariable(message) ?? ''))
  if (strange === undefined) return { verdict: 'valid' }
  return { verdict: 'unknown', reason: `The server says something that is not understood: ${strange.message}` }
}

function problemOf(document: DocumentNode, { message, locations, extensions }: ServerError): Problem | undefined {
  // It says how much is asked for, and not that anything is not there.
  if (missingVariable(message) !== undefined || message === 'Query complexity limit exceeded') return undefined
  const complaint = readComplaint(message)
  if (complaint === undefined && !codes.includes(extensions?.['code'])) return undefined
  const { subject = 'other', what, name } = complaint ?? {}
  const [location] = locations ?? []
  const place =
    (location && placeFrom(document, location)) ?? (name === undefined ? undefined : placeOfName(document, name))
  return { message, subject, what, place }
}

/** Names that only a check of the document itself has. */
const codes: readonly unknown[] = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']

/** Every variable that the document's operation declares. */
const variablesOf = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  )
