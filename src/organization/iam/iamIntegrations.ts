import { GetIamIntegrationsDocument, type GetIamIntegrationsQuery } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { LabelboxError } from '../../core/errors.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Context } from '../context.ts'
import { requireList } from '../responses.ts'

/** An integration as the API returns it. */
export type WireIamIntegration = NonNullable<GetIamIntegrationsQuery['iamIntegrations']>[number]
type WireSettings = NonNullable<WireIamIntegration['settings']>

/** Settings of a provider that this version does not know. */
export interface UnknownIamIntegrationSettings {
  readonly __typename: 'UnknownIamIntegrationSettings'
  /** The name of the settings' type in the API. */
  readonly name: string
}

/** Settings of an integration. `__typename` tells the providers apart. */
export type IamIntegrationSettings = NonNullable<WireIamIntegration['settings']> | UnknownIamIntegrationSettings

/** Delegated access to cloud storage. */
export interface IamIntegration extends WithDates<Omit<WireIamIntegration, 'settings'>> {
  readonly settings: IamIntegrationSettings | null
}

const known: Readonly<Record<string, true>> = {
  AwsIamIntegrationSettings: true,
  GcpIamIntegrationSettings: true,
  AzureIamIntegrationSettings: true,
} satisfies Record<WireSettings['__typename'], true>

export async function getIamIntegrations({ execute }: Context, call: CallOptions): Promise<readonly IamIntegration[]> {
  const data = await execute(GetIamIntegrationsDocument, {}, call)
  return requireList(data.iamIntegrations, 'GetIamIntegrations', data).map(toIamIntegration)
}

/** Returns the record with dates as `Date`, and with settings whose providers can be told apart. */
export const toIamIntegration = (integration: WireIamIntegration): IamIntegration => ({
  ...withDates(integration),
  settings: settings(integration.settings),
})

const settings = (value: WireSettings | null): IamIntegrationSettings | null =>
  value === null || Object.hasOwn(known, value.__typename)
    ? value
    : { __typename: 'UnknownIamIntegrationSettings', name: value.__typename }

export async function getDefaultIamIntegration(context: Context, call: CallOptions): Promise<IamIntegration | null> {
  const [first, second] = (await getIamIntegrations(context, call)).filter(({ isOrgDefault }) => isOrgDefault)
  if (second !== undefined) {
    throw new LabelboxError({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'GetIamIntegrations',
      message:
        'GetIamIntegrations failed: Labelbox reports more than one default IAM integration. Set one of them as the default in the web app; getIamIntegrations() returns them all.',
    })
  }
  return first ?? null
}
