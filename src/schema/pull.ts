import {
  buildClientSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionOptions,
  type IntrospectionQuery,
} from 'graphql'
import { connect, type ConnectionOptions } from '../transport/connection.ts'

/** Asked for in this order: a server that is older than a detail refuses the whole query that asks for it. */
const questions: readonly IntrospectionOptions[] = [
  {
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  },
  {},
]

/** Reads an endpoint's schema by introspection. Types, fields and values come sorted: one schema, one text. */
export async function pullSchema(options: ConnectionOptions & { readonly endpoint: string | URL }): Promise<string> {
  const connection = connect(options)
  const authorization = await connection.authorization()
  const reasons: string[] = []
  for (const question of questions) {
    const response = await connection.fetch(connection.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(authorization !== undefined && { authorization }),
      },
      body: JSON.stringify({ query: getIntrospectionQuery(question), operationName: 'IntrospectionQuery' }),
      signal: AbortSignal.timeout(Math.min(connection.timeoutMs, 0x7fffffff)),
    })
    const schema = introspection(await response.text())
    if (schema) return `${printSchema(lexicographicSortSchema(buildClientSchema(schema)))}\n`
    reasons.push(`HTTP ${response.status}`)
  }
  throw new Error(
    `${connection.endpoint} gave no schema (${reasons.join(', then ')}). Does it allow introspection, and does the key reach it?`,
  )
}

function introspection(body: string): IntrospectionQuery | undefined {
  try {
    const { data } = JSON.parse(body) as { data?: Partial<IntrospectionQuery> | null }
    return data?.__schema && { __schema: data.__schema }
  } catch {
    return undefined
  }
}
