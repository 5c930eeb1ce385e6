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
import { withDates } from '../../core/dates.ts'
import { LabelboxError } from '../../core/errors.ts'
import { originOf, rememberOrigin } from '../../core/origin.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText, objectOf } from '../../core/guards.ts'
import { presentChange } from '../answers.ts'
import {
  fromWire,
  getIamIntegrations,
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
import { orGone, requireDone } from '../removals.ts'

/** An integration, or its id. */
export type IamIntegrationReference = string | Pick<IamIntegration, 'id'>

/** Whether Labelbox gets at the storage, and the result of each of its checks. */
export type IamIntegrationValidation = NonNullable<ValidateIamIntegrationMutation['validateIamIntegration']>

const withVisibleName = <Given extends { readonly name?: unknown }>(operationName: string, given: Given): Given =>
  isText(given.name) ? { ...given, name: requireVisible(operationName, 'the name', given.name) } : given

/** Registers an integration. */
export async function createIamIntegration(
  context: Context,
  integration: NewIamIntegration,
  options?: RequestOptions,
): Promise<IamIntegration> {
  const given = objectOf(integration)
  const valid = (): NewIamIntegration =>
    requireIntegration('CreateIamIntegration', withVisibleName('CreateIamIntegration', given))
  const subject = { action: 'createIamIntegration', name: given.name }
  const creating = audited(
    context,
    subject,
    () => create(context, valid(), options),
    ({ id }) => ({ id }),
  )
  return unlessDryRun(creating, () => planned(valid()))
}

async function create(
  { execute }: Context,
  integration: NewIamIntegration,
  options: RequestOptions | undefined,
): Promise<IamIntegration> {
  switch (integration.provider) {
    case 'AWS': {
      const { name, roleArn, readBucket } = integration
      const data = await execute(CreateAwsIamIntegrationDocument, { name, roleArn, readBucket }, options)
      return made(data.createAwsIamIntegration, 'CreateAwsIamIntegration', data)
    }
    case 'GCP': {
      const { name, readBucket } = integration
      const data = await execute(CreateGcpIamIntegrationDocument, { name, readBucket }, options)
      return made(data.createGcpIamIntegration, 'CreateGcpIamIntegration', data)
    }
    case 'Azure': {
      const { name, readContainerUrl, tenantId } = integration
      const data = await execute(CreateAzureIamIntegrationDocument, { name, readContainerUrl, tenantId }, options)
      return made(data.createAzureIamIntegration, 'CreateAzureIamIntegration', data)
    }
  }
}

function made(wire: unknown, operationName: string, data: object): IamIntegration {
  // Each of the three selects the settings of its own provider, which is what comes back.
  const created = fromWire(presentChange(wire as WireIamIntegration | null | undefined, operationName, data))
  rememberOrigin(created, { status: undefined, requestId: undefined, ...originOf(data) })
  return created
}

/** Changes an integration: reads what is there, and sends all of it with the changes, as the API wants it. */
export async function updateIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  changes: IamIntegrationChanges,
  options?: RequestOptions,
): Promise<IamIntegration> {
  const operationName = 'UpdateIamIntegration'
  const call = startCall(context, options)
  const id = idOf(reference)
  let changed: IamIntegration | undefined
  const updating = audited(context, { action: 'updateIamIntegration', id, name: objectOf(changes).name }, async () => {
    const given = withVisibleName(operationName, requireChanges(operationName, objectOf(changes)))
    const before = await read(context, requireId(operationName, id), operationName, call)
    const after = merged(operationName, before, given)
    changed = { ...before, name: after.name, settings: settingsOf(after, before.settings) }
    return update(context, before.id, after, call)
  })
  await unlessDryRun(updating, () => ({}))
  return changed as unknown as IamIntegration
}

async function read(
  context: Context,
  id: string,
  operationName: string,
  options: CallOptions,
): Promise<IamIntegration> {
  const integrations = await getIamIntegrations(context, options)
  const found = integrations.find((integration) => integration.id === id)
  if (found !== undefined) return found
  throw new LabelboxError({
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} was not sent: there is no such integration. getIamIntegrations() lists those that there are.`,
  })
}

async function update({ execute }: Context, id: string, after: NewIamIntegration, options: CallOptions) {
  switch (after.provider) {
    case 'AWS': {
      const { name, roleArn, readBucket } = after
      const data = await execute(UpdateAwsIamIntegrationDocument, { id, name, roleArn, readBucket }, options)
      presentChange(data.updateAwsIamIntegration, 'UpdateAwsIamIntegration', data)
      return data
    }
    case 'GCP': {
      const { name, readBucket } = after
      const data = await execute(UpdateGcpIamIntegrationDocument, { id, name, readBucket }, options)
      presentChange(data.updateGcpIamIntegration, 'UpdateGcpIamIntegration', data)
      return data
    }
    case 'Azure': {
      const { name, readContainerUrl, tenantId } = after
      const variables = { id, name, readContainerUrl, tenantId }
      const data = await execute(UpdateAzureIamIntegrationDocument, variables, options)
      presentChange(data.updateAzureIamIntegration, 'UpdateAzureIamIntegration', data)
      return data
    }
  }
}

/** Has Labelbox try the storage. Nothing is made up in a dry run: there it rejects. */
export async function validateIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  options?: RequestOptions,
): Promise<IamIntegrationValidation> {
  const operationName = 'ValidateIamIntegration'
  const id = idOf(reference)
  const data = await audited(context, { action: 'validateIamIntegration', id }, async () => {
    const answer = await context.execute(ValidateIamIntegrationDocument, { id: requireId(operationName, id) }, options)
    presentChange(answer.validateIamIntegration, operationName, answer)
    return answer
  })
  return withDates(data.validateIamIntegration as IamIntegrationValidation)
}

/** Makes an integration the default. */
export async function setDefaultIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'SetDefaultIamIntegration'
  const id = idOf(reference)
  const setting = audited(context, { action: 'setDefaultIamIntegration', id }, async () => {
    const variables = { id: requireId(operationName, id) }
    const data = await context.execute(SetDefaultIamIntegrationDocument, variables, options)
    presentChange(data.setDefaultIamIntegration, operationName, data)
    return data
  })
  await unlessDryRun(setting, () => ({}))
}

/** Removes an integration. */
export async function deleteIamIntegration(
  context: Context,
  reference: IamIntegrationReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'DeleteIamIntegration'
  const id = idOf(reference)
  const remove = async (): Promise<object> => {
    const variables = { id: requireId(operationName, id) }
    const data = await context.execute(DeleteIamIntegrationDocument, variables, options)
    requireDone(data.deleteIamIntegration, operationName, data)
    return data
  }
  const deleting = audited(context, { action: 'deleteIamIntegration', id }, () => orGone(remove()))
  await unlessDryRun(deleting, () => ({}))
}

function requireId(operationName: string, id: string | undefined): string {
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs an integration, or the id of one.')
}

/** The record of an integration that was not made. */
const planned = (integration: NewIamIntegration): IamIntegration => ({
  id: 'dry-run',
  name: integration.name,
  provider: integration.provider,
  valid: null,
  lastValidAt: null,
  isOrgDefault: false,
  createdAt: null,
  updatedAt: null,
  settings: settingsOf(integration, null),
})

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
