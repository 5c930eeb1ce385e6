import { createRequest } from '@urql/core'
import { ValidateIamIntegrationDocument } from 'labelbox-org/operations'
import { createLabelboxClient } from 'labelbox-org/urql'
import { expect, it } from 'vitest'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { labelboxCache } from './labelboxCache.ts'

it('equal mutations at the same time each have a result, with the operation as urql made it', async () => {
  const sandbox = await sandboxed({ iamIntegrations: 1 })
  const id = sandbox.addIamIntegration()
  const client = createLabelboxClient({ endpoint: sandbox.url, apiKey: sandbox.apiKey, cache: labelboxCache() })

  const both = await Promise.all([1, 2].map(() => client.mutation(ValidateIamIntegrationDocument, { id }).toPromise()))

  for (const { data, error, operation } of both) {
    expect(error).toBeUndefined()
    expect(data?.validateIamIntegration).toMatchObject({ valid: expect.any(Boolean) as boolean })
    expect(operation.key).toBe(createRequest(ValidateIamIntegrationDocument, { id }).key)
  }
  expect(operations(sandbox)).toEqual(['ValidateIamIntegration', 'ValidateIamIntegration'])
})
