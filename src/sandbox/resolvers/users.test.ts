import { expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

it('returns the caller without an id, and RESOURCE_NOT_FOUND for an unknown id', async () => {
  const sandbox = await sandboxed()

  expect((await ask(sandbox, '{ user { email orgRole { name permissions } } }')).data).toMatchObject({
    user: {
      email: 'ada.lovelace.1@example.com',
      orgRole: { name: 'Admin', permissions: expect.any(Array) as string[] },
    },
  })
  for (const field of ['user', 'project', 'webhook']) {
    const { status, code, data } = await ask(sandbox, `{ ${field}(where: {id: "nothing"}) { id } }`)
    expect({ status, code, data }).toEqual({ status: 200, code: 'RESOURCE_NOT_FOUND', data: { [field]: null } })
  }
})
