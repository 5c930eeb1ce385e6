import { onTestFinished } from 'vitest'
import { createSandbox, type Fault, type Sandbox, type SandboxOptions } from './index.ts'

/** The body of a GraphQL response. */
export interface Envelope {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly {
    readonly message: string
    readonly locations?: readonly unknown[]
    readonly path?: readonly unknown[]
    readonly extensions: { readonly code: string; readonly exception?: { readonly status: number } }
  }[]
}

/** A GraphQL response over HTTP. */
export interface Reply extends Envelope {
  readonly status: number
  readonly requestId: string | null
  readonly code: string | undefined
}

/** Parts of a request besides its document. */
export interface Extras {
  readonly variables?: Readonly<Record<string, unknown>> | null
  readonly path?: '/graphql' | '/_gql'
  readonly key?: string
}

/** Starts a sandbox that closes after the test. */
export async function sandboxed(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options)
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** Sends a request as the official SDK does: `variables` is null when there are none, and there is no operation name. */
export async function ask(
  { url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>,
  query: string,
  { variables = null, path = '/graphql', key = apiKey }: Extras = {},
): Promise<Reply> {
  const response = await fetch(url.replace('/graphql', path), {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-User-Agent': 'python-sdk 6.0.0',
    },
    body: JSON.stringify({ query, variables }),
  })
  const envelope = (await response.json()) as Envelope
  const code = envelope.errors?.[0]?.extensions.code
  return { ...envelope, code, status: response.status, requestId: response.headers.get('x-request-id') }
}

/** A mutation whose effect {@link tags} counts. */
export const tag = 'mutation Tag { createResourceTag(input: { text: "a", color: "00ff00" }) { id text } }'

/** Sends a request and returns the raw response. The default document is {@link tag}. */
export const post = ({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: tag }),
    ...init,
  })

/** Counts the tags, with an operation named `Look`. */
export async function tags(sandbox: Pick<Sandbox, 'url' | 'apiKey'>): Promise<number> {
  const { data } = await ask(sandbox, 'query Look { organization { resourceTag { id } } }')
  return (data?.['organization'] as { resourceTag: unknown[] }).resourceTag.length
}

/** Starts a sandbox with faults and without tags. */
export const faulty = (...faults: readonly Fault[]): Promise<Sandbox> => sandboxed({ resourceTags: 0, faults })

/** Ids of the records that a sandbox starts with. */
export interface Records {
  readonly organizationId: string
  readonly me: { readonly id: string; readonly email: string }
  readonly role: (name: string) => string
  /** Members with the organization role None, who are project-based. */
  readonly based: readonly { readonly id: string; readonly email: string }[]
  readonly projects: readonly string[]
}

/** Reads the ids that tests need. */
export async function records(sandbox: Pick<Sandbox, 'url' | 'apiKey'>): Promise<Records> {
  const { data } = await ask(
    sandbox,
    `{ organization { id } user { id email } roles { id name } users(first: 100) { id email orgRole { name } }
       projects(where: { deleted: false }, first: 100) { id } }`,
  )
  const found = data as unknown as {
    readonly organization: { readonly id: string }
    readonly user: Records['me']
    readonly roles: readonly { readonly id: string; readonly name: string }[]
    readonly users: readonly {
      readonly id: string
      readonly email: string
      readonly orgRole: { readonly name: string }
    }[]
    readonly projects: readonly { readonly id: string }[]
  }
  const roles = new Map(found.roles.map(({ id, name }) => [name, id]))
  return {
    organizationId: found.organization.id,
    me: found.user,
    role: (name) => roles.get(name) ?? name,
    based: found.users.filter(({ orgRole }) => orgRole.name === 'None'),
    projects: found.projects.map(({ id }) => id),
  }
}
