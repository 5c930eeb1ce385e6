import type { IamIntegration } from 'labelbox-org'
import type { Part } from './part.ts'
import { line, table, title } from './show.ts'

export const iamIntegrations: Part = {
  heading: 'IAM integrations',

  async read(organization) {
    title('getIamIntegrations')
    show(await organization.getIamIntegrations())
    title('getDefaultIamIntegration')
    line((await organization.getDefaultIamIntegration())?.name ?? 'There is none.')
  },

  async change(organization) {
    title('createIamIntegration: AWS, Google Cloud or Azure')
    const integration = await organization.createIamIntegration({
      provider: 'GCP',
      name: 'Images',
      readBucket: 'images',
    })
    show([integration])
    title('updateIamIntegration: what is left out stays')
    show([await organization.updateIamIntegration(integration, { name: 'Images of 2026' })])
    title('validateIamIntegration: a failed check is no error')
    const { valid, checks } = await organization.validateIamIntegration(integration)
    line(`valid: ${valid}`)
    table(checks, 'name', 'success', 'message')
    title('setDefaultIamIntegration')
    await organization.setDefaultIamIntegration(integration)
    line((await organization.getDefaultIamIntegration())?.name ?? 'There is none.')
    title('deleteIamIntegration')
    await organization.deleteIamIntegration(integration)
    show(await organization.getIamIntegrations())
  },
}

function show(integrations: readonly IamIntegration[]): void {
  const rows = integrations.map((each) => ({ ...each, settings: each.settings?.__typename ?? 'none' }))
  table(rows, 'name', 'provider', 'valid', 'isOrgDefault', 'settings')
}
