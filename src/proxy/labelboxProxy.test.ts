import { describe, expect, it } from 'vitest'
import { documentId, proxied } from '../../test/support/proxied.ts'

describe('labelboxProxy', () => {
  it('sends a trusted query with the key, and gives its data', async () => {
    const { send, sandbox } = await proxied()
    const response = await send({ documentId: documentId('GetOrganization'), variables: {} })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ data: { organization: { id: expect.any(String) as string } } })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(sandbox.received).toHaveLength(1)
  })

  it('permits no mutation unless authorize does', async () => {
    const closed = await proxied()
    const body = { documentId: documentId('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }
    const refused = await closed.send(body)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_PERMITTED' } }] })
    expect(closed.sandbox.received).toHaveLength(0)
  })

  it('filters and orders a list by names that the schema has', async () => {
    const { send } = await proxied({}, { users: 5 })
    const refine = [{ relation: 'users', where: { email_gt: 'a' }, orderBy: 'email_DESC' }]
    const response = await send({ documentId: documentId('Users'), variables: { skip: 0, first: 3 }, refine })
    const { data } = (await response.json()) as { data: { organization: { users: { email: string }[] } } }
    const emails = data.organization.users.map(({ email }) => email)
    expect(emails).toHaveLength(3)
    expect(emails).toEqual([...emails].sort().reverse())
  })
})
