import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trustedDocuments } from '../../generated/trustedDocuments.ts'
import { labelboxProxy, toNodeHandler, type LabelboxProxyOptions } from 'labelbox-org/proxy'
import type { Sandbox, SandboxOptions } from 'labelbox-org/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sandboxed } from '../../test/support/roads.ts'

const idOf = (name: string): string => {
  const found = trustedDocuments.find(({ document }) =>
    document.definitions.some(
      (definition) => definition.kind === 'OperationDefinition' && definition.name?.value === name,
    ),
  )
  return found?.ids[0] ?? ''
}

interface Page {
  readonly sandbox: Sandbox
  readonly send: (body: object, headers?: Readonly<Record<string, string>>) => Promise<Response>
}

async function proxied(options: Partial<LabelboxProxyOptions> = {}, seed: SandboxOptions = {}): Promise<Page> {
  const sandbox = await sandboxed(seed)
  const handler = labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url, ...options })
  const server = createServer(toNodeHandler(handler))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/labelbox`
  const send = (body: object, headers: Readonly<Record<string, string>> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-labelbox-org': '1',
        'x-delivery-id': crypto.randomUUID(),
        ...headers,
      },
      body: JSON.stringify(body),
    })
  return { sandbox, send }
}

describe('labelboxProxy', () => {
  it('sends a trusted query with the key, and gives its data', async () => {
    const { send, sandbox } = await proxied()
    const response = await send({ documentId: idOf('GetOrganization'), variables: {} })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ data: { organization: { id: expect.any(String) as string } } })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(sandbox.received).toHaveLength(1)
  })

  it('permits no mutation unless authorize does', async () => {
    const closed = await proxied()
    const body = { documentId: idOf('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }
    const refused = await closed.send(body)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_PERMITTED' } }] })
    expect(closed.sandbox.received).toHaveLength(0)
  })

  it('filters and orders a list by names that the schema has', async () => {
    const { send } = await proxied({}, { users: 5 })
    const refine = [{ relation: 'users', where: { email_gt: 'a' }, orderBy: 'email_DESC' }]
    const response = await send({ documentId: idOf('Users'), variables: { skip: 0, first: 3 }, refine })
    const { data } = (await response.json()) as { data: { organization: { users: { email: string }[] } } }
    const emails = data.organization.users.map(({ email }) => email)
    expect(emails).toHaveLength(3)
    expect(emails).toEqual([...emails].sort().reverse())
  })
})
