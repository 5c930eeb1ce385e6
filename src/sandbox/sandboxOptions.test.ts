import { expect, it } from 'vitest'
import { createSandbox } from './index.ts'

it('refuses an option that the sandbox does not have, and takes one without a value', async () => {
  await expect(createSandbox({ user: 5 } as object)).rejects.toThrow(
    /^The sandbox has no option user\. Its options are .*\busers, /,
  )
  await using sandbox = await createSandbox({ seats: undefined, region: undefined } as object)
  expect(sandbox.url).toContain('http://127.0.0.1:')
})
