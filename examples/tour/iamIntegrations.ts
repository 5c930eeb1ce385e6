import type { Part } from './part.ts'
import { list, step, table } from './show.ts'

export const iamIntegrations: Part = {
  heading: 'IAM integrations',
  sentence: 'How Labelbox reads your cloud storage. A check shows at once whether the access works.',

  async read(organization) {
    step('getIamIntegrations')
    table(await organization.getIamIntegrations(), {
      NAME: ({ name }) => name,
      PROVIDER: ({ provider }) => provider,
      VALID: ({ valid }) => valid,
      DEFAULT: ({ isOrgDefault }) => isOrgDefault,
    })
    step('getDefaultIamIntegration', (await organization.getDefaultIamIntegration())?.name ?? 'none')
  },

  async change(organization) {
    const integration = await organization.createIamIntegration({
      provider: 'GCP',
      name: 'Images',
      readBucket: 'images',
    })
    step('createIamIntegration', `${integration.name} with ${integration.provider}; also AWS and Azure`)
    const { name } = await organization.updateIamIntegration(integration, { name: 'Images of 2026' })
    step('updateIamIntegration', `renamed to ${name}`)
    const { valid, checks } = await organization.validateIamIntegration(integration)
    step('validateIamIntegration', valid ? 'valid' : 'not valid: a failed check is a result, not an error')
    table(checks, {
      CHECK: ({ name }) => name,
      PASSED: ({ success }) => success,
      MESSAGE: ({ message }) => message,
    })
    await organization.setDefaultIamIntegration(integration)
    step('setDefaultIamIntegration', (await organization.getDefaultIamIntegration())?.name ?? 'none')
    await organization.deleteIamIntegration(integration)
    step('deleteIamIntegration', `left: ${list((await organization.getIamIntegrations()).map(({ name }) => name))}`)
  },
}
