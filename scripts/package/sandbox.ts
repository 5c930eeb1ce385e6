// Compiled against the packed types with the peers of the sandbox installed.
import { createSandbox } from '@labelbox-org/tools/sandbox'

export async function address(): Promise<string> {
  const sandbox = await createSandbox({ users: 3 })
  const { url, apiKey } = sandbox
  await sandbox.close()
  return `${url} ${apiKey}`
}
