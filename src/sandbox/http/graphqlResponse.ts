import { execute, getOperationAST, type ExecutionResult, type GraphQLSchema } from 'graphql'
import type { ReadDocument } from '../schema/documentCache.ts'
import { maskError, refusal } from '../apiErrors.ts'
import type { Message } from './graphqlRequest.ts'
import type { Answer } from './requestLog.ts'
import type { Refusal } from './httpRefusal.ts'
import type { Caller } from '../resolvers/resolver.ts'

const headers = { 'content-type': 'application/json; charset=utf-8' }

// What is wrong with the request itself is HTTP 400; what the API refuses comes under 200.
const requestErrors: readonly unknown[] = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']

/** A request that has been read, whatever its document turned out to be. */
export type Asked = Message & ReadDocument

/** About how many bytes of variables the fields of one request may go through: aliases multiply a long list. */
const maxVariableBytes = 20_000_000

/** Counts a request's variables once for each field that has arguments. One field may always use them. */
function variableBudget({ weight, query }: Message): () => void {
  let used = 0
  return () => {
    if (used > maxVariableBytes) throw refusal('GRAPHQL_VALIDATION_FAILED', 'Query complexity limit exceeded')
    used += Math.max(weight - 2 * query.length, 0)
  }
}

/** Carries a request out and gives the answer. */
export async function answer(schema: GraphQLSchema, method: string, asked: Asked, caller: Caller): Promise<Answer> {
  const { document, errors, operationName, variablesWithFiles } = asked
  if (!document || errors.length > 0) return envelope({ errors })
  const operation = getOperationAST(document, operationName)
  if (!operation) {
    const message = operationName === undefined ? 'Several operations need an operationName' : 'Unknown operationName'
    return envelope({ errors: [refusal('GRAPHQL_VALIDATION_FAILED', message)] })
  }
  // Not by the enum, which graphql 15 has no value of: there the sandbox still has to load, to say what it needs.
  if (method === 'GET' && (operation.operation as string) !== 'query') {
    const refused = errorAnswer(405, 'MALFORMED_REQUEST', 'Only queries may be sent by GET')
    return { ...refused, headers: { ...refused.headers, allow: 'POST' } }
  }
  const result = await execute({
    schema,
    document,
    contextValue: { ...caller, usesVariables: variableBudget(asked) },
    variableValues: variablesWithFiles,
    operationName,
  })
  return envelope({ ...result, ...(result.errors && { errors: result.errors.map(maskError) }) })
}

function envelope(result: ExecutionResult): Answer {
  const { data, errors = [] } = result
  const isAnswered = data != null && Object.values(data).some((value) => value !== null)
  const isRequestError = !isAnswered && errors.some(({ extensions }) => requestErrors.includes(extensions['code']))
  return { status: isRequestError ? 400 : 200, headers, body: JSON.stringify(result) }
}

/** An answer that is only an error. */
export function errorAnswer(status: number, code: string, message: string): Answer {
  return { status, headers, body: JSON.stringify({ errors: [{ message, extensions: { code } }] }) }
}

/** The answer to a request that is refused. */
export function refusalAnswer({ status, code, message, headers: more }: Refusal): Answer {
  const refused = errorAnswer(status, code, message)
  return { ...refused, headers: { ...refused.headers, ...more } }
}
