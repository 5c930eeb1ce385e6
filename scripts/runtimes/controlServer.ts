import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createSandbox } from '@labelbox-org/tools/sandbox'

interface Stored {
  readonly invites: { readonly nodes: readonly { readonly inviteeEmail: string }[] }
  readonly projects: readonly { readonly name: string }[]
}

/** Starts a sandbox with a control server: programs in the runtimes plan faults and count stored records through it. */
export async function startControl() {
  const sandbox = await createSandbox({ users: 45, seats: 5_000, maxPageSize: 1_000 })
  const { url: endpoint, apiKey } = sandbox

  /** Uses a bare `fetch`, because the client is what is being tested. */
  async function stored(): Promise<Stored> {
    const query = '{ organization { invites(first: 1000) { nodes { inviteeEmail } } projects(first: 100) { name } } }'
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query }),
    })
    const { data } = (await response.json()) as { data: { organization: Stored } }
    return data.organization
  }

  /** Counts attempts of the client. A runtime that repeats a request repeats its id too. */
  function attemptsOf(operationName: string): number {
    const requests = sandbox.received.filter((request) => request.operationName === operationName)
    return new Set(requests.flatMap(({ headers }) => headers['x-attempt-id'] ?? [])).size
  }

  async function answer(url: URL): Promise<unknown> {
    const { invites, projects } = await stored()
    switch (url.pathname) {
      case '/invites':
        return { count: invites.nodes.filter(({ inviteeEmail }) => inviteeEmail === url.searchParams.get('to')).length }
      case '/projects':
        return {
          count: projects.filter(({ name }) => name === url.searchParams.get('named')).length,
          attempts: attemptsOf('CreateProject'),
        }
      default:
        sandbox.setFaults(
          ['InviteUser', 'CreateProject'].map((operationName) => ({
            kind: 'reset',
            processed: true,
            operationName,
            times: 1,
          })),
        )
        return {}
    }
  }

  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Content-Type', 'application/json')
    answer(new URL(request.url ?? '/', 'http://control')).then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ error: String(error) })),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const origin = (of: typeof server): string => `http://127.0.0.1:${(of.address() as AddressInfo).port}`
  const setting = { endpoint, apiKey, control: origin(server), closed: `${origin(closed)}/graphql` }
  closed.close()
  return {
    setting,
    async close(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await sandbox.close()
    },
  }
}

export type Setting = Awaited<ReturnType<typeof startControl>>['setting'] & { readonly runtime: string }
