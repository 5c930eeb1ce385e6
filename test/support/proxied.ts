import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TypedDocumentNode } from '@urql/core'
import { labelboxProxy, toNodeHandler, type LabelboxProxyHandler, type LabelboxProxyOptions } from 'labelbox-org/proxy'
import type { Sandbox, SandboxOptions } from '@labelbox-org/tools/sandbox'
import { onTestFinished } from 'vitest'
import { trustedDocuments } from '../../generated/trustedDocuments.ts'
import { sandboxed } from './roads.ts'

/** A proxy over HTTP in front of a sandbox, and what a page sends to it. */
export interface Proxied {
  readonly sandbox: Sandbox
  readonly handler: LabelboxProxyHandler
  /** Where the proxy is. */
  readonly endpoint: string
  /** Sends a body as `labelboxExchange` does. */
  readonly send: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>
}

/** The id by which a page asks for a document of this package. */
export function documentId(operationName: string, form: 0 | 1 = 0): string {
  const isNamed = (document: TypedDocumentNode<unknown, never>): boolean =>
    document.definitions.some((each) => each.kind === 'OperationDefinition' && each.name?.value === operationName)
  const found = trustedDocuments.find(({ document }) => isNamed(document))
  if (found === undefined) throw new Error(`There is no document ${operationName}.`)
  return found.ids[form]
}

/** The headers that `labelboxExchange` sends. */
export const pageHeaders = (): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'x-labelbox-org': '1',
  'x-delivery-id': crypto.randomUUID(),
})

/** Serves a proxy in Node until the test ends. */
export async function proxied(
  options: Partial<LabelboxProxyOptions> = {},
  seed: SandboxOptions | Sandbox = {},
): Promise<Proxied> {
  const sandbox = 'url' in seed ? seed : await sandboxed(seed)
  const handler = labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url, ...options })
  const endpoint = await served(handler)
  const send: Proxied['send'] = (body, headers) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { ...pageHeaders(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { sandbox, handler, endpoint, send }
}

/** Serves a handler in Node until the test ends, and returns its URL. */
export async function served(handler: LabelboxProxyHandler): Promise<string> {
  const server = createServer(toNodeHandler(handler))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/labelbox`
}
