import {
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql'
import { documents } from '../../../generated/documents.ts'
import { httpServer } from '../../../test/support/httpServer.ts'
import { isLong } from '../../../test/support/long.ts'
import type { ConnectionOptions } from '../../index.ts'
import { readDefinitions, type Files } from '../documents/definitions.ts'
import { probe, type Probe } from './probe.ts'
import { toSend } from './apiSender.ts'

/** The shipped operations; without the long forms of tests, some for each endpoint and kind. */
export const someDocuments: Files = isLong
  ? documents
  : Object.fromEntries(
      Object.entries(documents).filter(
        ([file]) =>
          /fragments|\/(users|getRoles|getUserGroups|cancelInvite|createProject|inviteUser)\./.test(file) ||
          /\/(updateProject|deleteProject|updateWebhook)\./.test(file),
      ),
    )

/** Probes the shipped operations, or other ones. */
export const probing = (
  { url, apiKey = 'key' }: { readonly url: string; readonly apiKey?: string },
  files: Files = documents,
  retry: ConnectionOptions['retry'] = false,
): Promise<Probe> => probe(toSend({ endpoint: url, apiKey, retry }), readDefinitions(files))

/** A request as the test server receives it. */
export interface Asked {
  readonly document: DocumentNode
  readonly variables: Readonly<Record<string, unknown>>
  readonly path: string
}

export interface StrangeServer extends AsyncDisposable {
  readonly url: string
  /** Mutations received, whether or not they ran. */
  readonly mutations: readonly string[]
}

/** A server with a custom response: an execution result, or text. */
export async function strangeServer(answer: (asked: Asked) => ExecutionResult | string): Promise<StrangeServer> {
  const mutations: string[] = []
  const server = await httpServer((request, response) => {
    const { query, variables } = JSON.parse(server.received.at(-1)?.body ?? '') as {
      readonly query: string
      readonly variables: Asked['variables'] | null
    }
    const document = read(query)
    if (document instanceof GraphQLError) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ errors: [document] }))
      return
    }
    if (document.definitions.some((node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === 'mutation')) {
      mutations.push(query)
    }
    const given = answer({ document, variables: variables ?? {}, path: request.url ?? '' })
    if (typeof given === 'string') response.setHeader('content-type', 'text/html').end(given)
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(given))
  })
  return { url: `${server.origin}/graphql`, mutations, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function read(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query)
  } catch (error) {
    return error as GraphQLError
  }
}

/** The response to an invalid document; undefined for a valid one. */
export function refusalOf(schema: GraphQLSchema, document: DocumentNode): ExecutionResult | undefined {
  const errors = validate(schema, document)
  return errors.length > 0 ? { errors } : undefined
}
