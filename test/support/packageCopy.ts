import type { Organization } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { vi } from 'vitest'

/** Returns the organization through a copy of the package, as in a program that loads the ESM and the CommonJS build. */
export async function organizationOfCopy({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>): Promise<Organization> {
  vi.resetModules()
  const { Labelbox } = await import('../../src/labelbox.ts')
  const labelbox = new Labelbox({ endpoint: url, apiKey, retry: { baseDelayMs: 1 } })
  const organization = await labelbox.getOrganization()
  // A method loads its code with its first call. After the next reset that would be the code of another copy.
  const unknownRole = { email: 'nobody@example.com', role: 'Wizard' }
  await Promise.allSettled([
    labelbox.getUser(),
    organization.inviteUser(unknownRole),
    organization.inviteUsers([unknownRole]),
    organization.getInvites().first(),
  ])
  return organization
}
