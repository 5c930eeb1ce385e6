import { GetIamIntegrationsDocument, type GetIamIntegrationsQuery } from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { WithDates } from '../../core/withDates.ts'
import { LabelboxError } from '../../core/errors.ts'
import type { RequestOptions } from '../../core/callOptions.ts'
import type { Context } from '../context.ts'
import { presentList } from '../answers.ts'

/** An integration as the API gives it. */
export type WireIamIntegration = NonNullable<GetIamIntegrationsQuery['iamIntegrations']>[number]
type KnownSettings = NonNullable<WireIamIntegration['settings']>

/** The settings of a provider that this version does not know. */
export interface UnknownIamIntegrationSettings {
  readonly __typename: 'UnknownIamIntegrationSettings'
  /** The type's name in the API. */
  readonly name: string
}

/** What an integration is set to; `__typename` tells the providers apart. */
export type IamIntegrationSettings = KnownSettings | UnknownIamIntegrationSettings

/** Delegated access to cloud storage. */
export type IamIntegration = WithDates<Omit<WireIamIntegration, 'settings'>> & {
  readonly settings: IamIntegrationSettings | null
}

const known: Readonly<Record<string, true>> = {
  AwsIamIntegrationSettings: true,
  GcpIamIntegrationSettings: true,
  AzureIamIntegrationSettings: true,
} satisfies Record<KnownSettings['__typename'], true>

/** All integrations. */
export async function getIamIntegrations(
  { execute }: Context,
  options?: RequestOptions,
): Promise<readonly IamIntegration[]> {
  const data = await execute(GetIamIntegrationsDocument, {}, options)
  return presentList(data.iamIntegrations, 'GetIamIntegrations', data).map(fromWire)
}

/** A record of the API's, with its dates as `Date` and settings that can be told apart. */
export const fromWire = (integration: WireIamIntegration): IamIntegration => ({
  ...withDates(integration),
  settings: settings(integration.settings),
})

const settings = (value: KnownSettings | null): IamIntegrationSettings | null =>
  value === null || Object.hasOwn(known, value.__typename)
    ? value
    : { __typename: 'UnknownIamIntegrationSettings', name: value.__typename }

/** The default integration, or `null`. */
export async function getDefaultIamIntegration(
  context: Context,
  options?: RequestOptions,
): Promise<IamIntegration | null> {
  const [first, second] = (await getIamIntegrations(context, options)).filter(({ isOrgDefault }) => isOrgDefault)
  if (second !== undefined) {
    throw new LabelboxError({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'GetIamIntegrations',
      message:
        'GetIamIntegrations failed: Labelbox reports more than one default IAM integration. Make one of them the default again in the web app; getIamIntegrations() lists them.',
    })
  }
  return first ?? null
}
