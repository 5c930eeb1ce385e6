import { execute, getOperationAST, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { apiError, maskError } from '../apiErrors.ts'
import type { Caller } from '../resolvers/resolver.ts'
import type { CheckedDocument } from '../schema/documentCache.ts'
import type { GraphqlRequest } from './graphqlRequest.ts'
import type { HttpRefusal } from './httpRefusal.ts'
import { jsonResponse, type HttpResponse } from './httpResponse.ts'

const headers = { 'content-type': 'application/json; charset=utf-8' }

// Errors in the request itself have status 400. Errors of the API have status 200.
const requestErrors: readonly unknown[] = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']

/** A request whose document has been parsed and validated, successfully or not. */
export type ParsedRequest = GraphqlRequest & CheckedDocument

/** Maximum bytes of variables that the fields of one request may read together: aliases multiply a long list. */
const maxVariableBytes = 20_000_000

/** Counts a request's variables once for each field with arguments. The first such field is always allowed. */
function variableBudget({ weight, query }: GraphqlRequest): () => void {
  let used = 0
  return () => {
    if (used > maxVariableBytes) throw apiError('GRAPHQL_VALIDATION_FAILED', 'Query complexity limit exceeded')
    used += Math.max(weight - 2 * query.length, 0)
  }
}

/** Executes a request and returns its response. */
export async function executeRequest(
  schema: GraphQLSchema,
  method: string,
  request: ParsedRequest,
  caller: Caller,
): Promise<HttpResponse> {
  const { document, errors, operationName, variablesWithFiles } = request
  if (!document || errors.length > 0) return resultResponse({ errors })
  const operation = getOperationAST(document, operationName)
  if (!operation) {
    const message = operationName === undefined ? 'Several operations need an operationName' : 'Unknown operationName'
    return resultResponse({ errors: [apiError('GRAPHQL_VALIDATION_FAILED', message)] })
  }
  // Compared as text: graphql 15 has no such enum, and the sandbox must load there to say which version it needs.
  if (method === 'GET' && (operation.operation as string) !== 'query') {
    return errorResponse(405, 'MALFORMED_REQUEST', 'Only queries may be sent by GET', { allow: 'POST' })
  }
  const result = await execute({
    schema,
    document,
    contextValue: { ...caller, onVariablesRead: variableBudget(request) },
    variableValues: variablesWithFiles,
    operationName,
  })
  return resultResponse({ ...result, ...(result.errors && { errors: result.errors.map(maskError) }) })
}

function resultResponse(result: ExecutionResult): HttpResponse {
  const { data, errors = [] } = result
  const hasData = data != null && Object.values(data).some((value) => value !== null)
  const isRequestError = !hasData && errors.some(({ extensions }) => requestErrors.includes(extensions['code']))
  return jsonResponse(isRequestError ? 400 : 200, result, headers)
}

/** A response that holds one error and no data. */
export const errorResponse = (
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, string>> = {},
): HttpResponse => jsonResponse(status, { errors: [{ message, extensions: { code } }] }, { ...headers, ...more })

/** The response to a refused request. */
export const refusalResponse = ({ status, code, message, headers: more }: HttpRefusal): HttpResponse =>
  errorResponse(status, code, message, more)
