import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import { NoSchemaIntrospectionCustomRule, type GraphQLSchema, type ValidationRule } from 'graphql'
import { complexityRule } from './complexity.ts'
import { maskError } from './errors.ts'
import type { Answer } from './received.ts'
import type { Caller } from './resolvers/types.ts'

type Server = YogaServerInstance<Caller, Record<string, never>>

interface EnvelopeError {
  readonly extensions?: { readonly code?: unknown } | null
}

interface Envelope {
  readonly data?: unknown
  readonly errors?: readonly EnvelopeError[]
}

// What the server library calls by names of its own.
const codes = new Map<unknown, string>([
  ['OPERATION_RESOLUTION_FAILURE', 'GRAPHQL_VALIDATION_FAILED'],
  ['BAD_REQUEST', 'MALFORMED_REQUEST'],
  ['REQUEST_ENTITY_TOO_LARGE', 'MALFORMED_REQUEST'],
])

// What is wrong with the request itself is HTTP 400; what the API refuses comes under 200.
const requestErrors: readonly unknown[] = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']

/** A GraphQL server for one of the paths. */
export function toYoga(schema: GraphQLSchema, graphqlEndpoint: string, introspection: boolean): Server {
  const rules = [complexityRule, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])]
  return createYoga<Caller, Record<string, never>>({
    schema,
    graphqlEndpoint,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    // The body has been read, and counted, before it gets here.
    maxRequestBodySize: false,
    maskedErrors: { maskError },
    plugins: [
      {
        onValidate({ addValidationRule }: { addValidationRule: (rule: ValidationRule) => void }): void {
          for (const rule of rules) addValidationRule(rule)
        },
      },
    ],
  })
}

/** Lets it answer, and gives the answer the status that Labelbox would give it. */
export async function answer(yoga: Server, request: Request, caller: Caller): Promise<Answer> {
  const response = await yoga.fetch(request, caller)
  const body = await response.text()
  const allow = response.headers.get('allow')
  const headers = {
    'content-type': response.headers.get('content-type') ?? 'application/json',
    ...(allow !== null && { allow }),
  }
  // Nearly all answers are without; to read a long list only to see that takes time.
  const envelope = body.includes('"errors"') ? toEnvelope(body) : undefined
  if (!envelope?.errors) return { status: response.status, headers, body }
  const errors = envelope.errors.map(translated)
  const isRequestError = envelope.data == null && errors.some((error) => requestErrors.includes(error.extensions?.code))
  return { status: isRequestError ? 400 : response.status, headers, body: JSON.stringify({ ...envelope, errors }) }
}

function translated(error: EnvelopeError): EnvelopeError {
  const code = codes.get(error.extensions?.code)
  return code === undefined ? error : { ...error, extensions: { ...error.extensions, code } }
}

/** An answer that is only an error. */
export function errorAnswer(status: number, code: string, message: string): Answer {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] })
  return { status, headers: { 'content-type': 'application/json' }, body }
}

function toEnvelope(body: string): Envelope | undefined {
  try {
    return JSON.parse(body) as Envelope
  } catch {
    return undefined
  }
}
