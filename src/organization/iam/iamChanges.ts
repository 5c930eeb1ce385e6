import {
  CreateAwsIamIntegrationDocument,
  CreateAzureIamIntegrationDocument,
  CreateGcpIamIntegrationDocument,
  DeleteIamIntegrationDocument,
  SetDefaultIamIntegrationDocument,
  UpdateAwsIamIntegrationDocument,
  UpdateAzureIamIntegrationDocument,
  UpdateGcpIamIntegrationDocument,
  ValidateIamIntegrationDocument,
  type ValidateIamIntegrationMutation,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import type { Context } from '../context.ts'
import { changedRecord, confirmed, requireChanged, requireRemoved, withOriginOf } from '../responses.ts'
import { nothing, orRemoved, runChange } from '../runChange.ts'
import {
  getIamIntegrations,
  toIamIntegration,
  type IamIntegration,
  type IamIntegrationSettings,
  type WireIamIntegration,
} from './iamIntegrations.ts'
import {
  merged,
  requireChanges,
  requireIntegration,
  type IamIntegrationChanges,
  type NewIamIntegration,
} from './newIamIntegration.ts'
import { notFound } from '../unknownIds.ts'

/** An IAM integration: a record or an id. */
export type IamIntegrationReference = string | { readonly id: string }

type WireValidation = NonNullable<ValidateIamIntegrationMutation['validateIamIntegration']>

/** Whether Labelbox can access the storage, and the result of each check. */
export interface IamIntegrationValidation extends WireValidation {}

const withVisibleName = <Given extends { readonly name?: unknown }>(operationName: string, given: Given): Given =>
  isText(given.name) ? { ...given, name: requireVisible(operationName, 'the name', given.name) } : given

export function createIamIntegration(
  context: Context,
  integration: NewIamIntegration,
  options: CallOptions,
): Promise<IamIntegration> {
  const operationName = 'CreateIamIntegration'
  const given = objectOf(integration)
  return runChange(context, options, {
    subject: { action: 'createIamIntegration', name: given.name },
    prepare: () => requireIntegration(operationName, withVisibleName(operationName, given)),
    send: (valid, call) => create(context, valid, call),
    planned: (valid): IamIntegration => ({
      id: 'dry-run',
      name: valid.name,
      provider: valid.provider,
      valid: null,
      lastValidAt: null,
      isOrgDefault: false,
      createdAt: null,
      updatedAt: null,
      settings: settingsOf(valid, null),
    }),
    details: ({ id }) => ({ id }),
  })
}

async function create(
  { execute }: Context,
  integration: NewIamIntegration,
  call: CallOptions,
): Promise<IamIntegration> {
  switch (integration.provider) {
    case 'AWS': {
      const { name, roleArn, readBucket } = integration
      const data = await execute(CreateAwsIamIntegrationDocument, { name, roleArn, readBucket }, call)
      return created(data.createAwsIamIntegration, 'CreateAwsIamIntegration', data)
    }
    case 'GCP': {
      const { name, readBucket } = integration
      const data = await execute(CreateGcpIamIntegrationDocument, { name, readBucket }, call)
      return created(data.createGcpIamIntegration, 'CreateGcpIamIntegration', data)
    }
    case 'Azure': {
      const { name, readContainerUrl, tenantId } = integration
      const data = await execute(CreateAzureIamIntegrationDocument, { name, readContainerUrl, tenantId }, call)
      return created(data.createAzureIamIntegration, 'CreateAzureIamIntegration', data)
    }
  }
}

/** Each operation selects the settings of its own provider only, which is the one that was created. */
const created = (wire: object | null | undefined, operationName: string, data: object): IamIntegration =>
  withOriginOf(data, toIamIntegration(requireChanged(wire, operationName, data) as WireIamIntegration))

/** The API takes all fields every time, so this reads the integration and sends it back with the changes. */
export function updateIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  changes: IamIntegrationChanges,
  options: CallOptions,
): Promise<IamIntegration> {
  const operationName = 'UpdateIamIntegration'
  const id = idOf(reference)
  return runChange(context, options, {
    subject: { action: 'updateIamIntegration', id, name: objectOf(changes).name },
    prepare: async (call) => {
      const given = withVisibleName(operationName, requireChanges(operationName, objectOf(changes)))
      const before = await find(context, requireId(operationName, id), operationName, call)
      const after = merged(operationName, before, given)
      return { after, result: { ...before, name: after.name, settings: settingsOf(after, before.settings) } }
    },
    send: async ({ after, result }, call) => withOriginOf(await update(context, result.id, after, call), result),
    planned: ({ result }) => result,
  })
}

async function find(context: Context, id: string, operationName: string, call: CallOptions): Promise<IamIntegration> {
  const found = (await getIamIntegrations(context, call)).find((integration) => integration.id === id)
  if (found !== undefined) return found
  throw notFound(operationName, 'there is no such integration. getIamIntegrations() returns the existing ones.')
}

async function update({ execute }: Context, id: string, after: NewIamIntegration, call: CallOptions): Promise<object> {
  switch (after.provider) {
    case 'AWS': {
      const { name, roleArn, readBucket } = after
      const data = await execute(UpdateAwsIamIntegrationDocument, { id, name, roleArn, readBucket }, call)
      requireChanged(data.updateAwsIamIntegration, 'UpdateAwsIamIntegration', data)
      return data
    }
    case 'GCP': {
      const { name, readBucket } = after
      const data = await execute(UpdateGcpIamIntegrationDocument, { id, name, readBucket }, call)
      requireChanged(data.updateGcpIamIntegration, 'UpdateGcpIamIntegration', data)
      return data
    }
    case 'Azure': {
      const { name, readContainerUrl, tenantId } = after
      const data = await execute(UpdateAzureIamIntegrationDocument, { id, name, readContainerUrl, tenantId }, call)
      requireChanged(data.updateAzureIamIntegration, 'UpdateAzureIamIntegration', data)
      return data
    }
  }
}

/** A dry run rejects with `DRY_RUN`, because a validation can't be planned. */
export function validateIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  options: CallOptions,
): Promise<IamIntegrationValidation> {
  const operationName = 'ValidateIamIntegration'
  const id = idOf(reference)
  return runChange(context, options, {
    subject: { action: 'validateIamIntegration', id },
    prepare: () => requireId(operationName, id),
    send: (id, call) =>
      changedRecord(
        context.execute(ValidateIamIntegrationDocument, { id }, call),
        operationName,
        (data) => data.validateIamIntegration,
      ),
  })
}

export async function setDefaultIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  options: CallOptions,
): Promise<void> {
  const operationName = 'SetDefaultIamIntegration'
  const id = idOf(reference)
  await runChange(context, options, {
    subject: { action: 'setDefaultIamIntegration', id },
    prepare: () => requireId(operationName, id),
    send: (id, call) =>
      confirmed(context.execute(SetDefaultIamIntegrationDocument, { id }, call), (data) =>
        requireChanged(data.setDefaultIamIntegration, operationName, data),
      ),
    planned: nothing,
  })
}

export async function deleteIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  options: CallOptions,
): Promise<void> {
  const operationName = 'DeleteIamIntegration'
  const id = idOf(reference)
  await runChange(context, options, {
    subject: { action: 'deleteIamIntegration', id },
    prepare: () => requireId(operationName, id),
    send: (id, call) =>
      orRemoved(context.execute(DeleteIamIntegrationDocument, { id }, call), (data) =>
        requireRemoved(data.deleteIamIntegration, operationName, data),
      ),
    planned: nothing,
  })
}

function requireId(operationName: string, id: string | undefined): string {
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs an integration, or its id.')
}

function settingsOf(integration: NewIamIntegration, before: IamIntegrationSettings | null): IamIntegrationSettings {
  switch (integration.provider) {
    case 'AWS': {
      const { roleArn, readBucket = null } = integration
      return { __typename: 'AwsIamIntegrationSettings', roleArn, readBucket }
    }
    case 'GCP': {
      const account = before?.__typename === 'GcpIamIntegrationSettings' ? before.serviceAccountEmailId : null
      const { readBucket } = integration
      return { __typename: 'GcpIamIntegrationSettings', serviceAccountEmailId: account, readBucket }
    }
    case 'Azure': {
      const { readContainerUrl, tenantId } = integration
      return { __typename: 'AzureIamIntegrationSettings', readContainerUrl, tenantId }
    }
  }
}
