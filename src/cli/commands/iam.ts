import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { IamIntegration, IamIntegrationChanges, NewIamIntegration } from '../../index.ts'
import { withSession, type Session } from '../session/session.ts'
import { exitCodes } from '../exitCodes.ts'
import { findByNameOrId } from '../input/lookup.ts'
import { optionName } from '../input/exclusiveOptions.ts'
import type { IntegrationJson, IntegrationSettingsJson } from '../json/recordJson.ts'
import type { Program } from '../input/globalOptions.ts'
import { usage } from '../output/commandError.ts'
import { examples } from '../input/optionParsers.ts'
import { done, list } from '../output/commandResult.ts'

export function iam(program: Program): void {
  const group = program
    .command('iam')
    .description('manage the access of Labelbox to cloud storage')
    .addHelpText('after', examples('iam list', 'iam validate Images'))
  addList(group)
  addCreate(group)
  addUpdate(group)
  addValidate(group)
  addSetDefault(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** An IAM integration for `--json`. */
const toIntegration = ({
  id,
  name,
  provider,
  valid,
  lastValidAt,
  isOrgDefault,
  createdAt,
  settings,
}: IamIntegration): IntegrationJson => ({
  id,
  name,
  provider,
  valid,
  lastValidAt,
  isDefault: isOrgDefault,
  createdAt,
  settings: settings && toSettingsJson(settings),
})

/** The settings for `--json`; those of other providers are left out. */
const toSettingsJson = ({
  roleArn,
  readBucket,
  serviceAccountEmailId,
  readContainerUrl,
  tenantId,
  name,
}: IntegrationSettingsJson): IntegrationSettingsJson => ({
  roleArn,
  readBucket,
  serviceAccountEmailId,
  readContainerUrl,
  tenantId,
  name,
})

const find = async ({ organization, request }: Session, given: string): Promise<IamIntegration> =>
  findByNameOrId('IAM integration', given, await organization.getIamIntegrations(request), ({ name }) => name)

const addList = (group: Group) =>
  group
    .command('list')
    .description('list IAM integrations')
    .addHelpText('after', examples('iam list', 'iam list --json | jq ".[] | select(.isDefault)"'))
    .action((_options, command) =>
      withSession<'iam list'>(command, async ({ organization, request }) =>
        list((await organization.getIamIntegrations(request)).map(toIntegration), {
          NAME: ({ name }) => name,
          PROVIDER: ({ provider }) => provider,
          DEFAULT: ({ isDefault }) => isDefault,
          VALID: ({ valid }) => valid,
          'LAST VALID': ({ lastValidAt }) => lastValidAt,
          ID: ({ id }) => id,
        }),
      ),
    )

const withStorageOptions = (group: Group, name: string) =>
  group
    .command(name)
    .option('--role-arn <arn>', 'AWS: role that Labelbox assumes', roleArn)
    .option('--read-bucket <bucket>', 'AWS and GCP: bucket to read')
    .option('--read-container-url <url>', 'Azure: https URL of the container')
    .option('--tenant-id <id>', 'Azure: id of the tenant')

const addCreate = (group: Group) =>
  withStorageOptions(group, 'create')
    .description('add access to storage in AWS, Google Cloud or Azure')
    .addArgument(group.createArgument('<provider>', 'storage provider').choices(['AWS', 'GCP', 'Azure'] as const))
    .argument('<name>', 'name of the integration')
    .addHelpText(
      'after',
      examples(
        'iam create AWS Images --role-arn arn:aws:iam::123456789012:role/labelbox',
        'iam create GCP Images --read-bucket images',
        'iam create Azure Images --read-container-url https://account.blob.core.windows.net/images --tenant-id 72f9…',
      ),
    )
    .action((provider, name, options, command) =>
      withSession<'iam create'>(command, async ({ organization, request }) => {
        const settings = toSettings(options)
        requireSettings(provider, settings)
        const integration = { provider, name, ...settings } as NewIamIntegration
        const created = await organization.createIamIntegration(integration, request)
        return done(`Created integration ${name} (${created.id}).`, { created: toIntegration(created) })
      }),
    )

const addUpdate = (group: Group) =>
  withStorageOptions(group, 'update')
    .description('change an IAM integration; everything else stays')
    .argument('<integration>', 'name or id')
    .option('--name <name>', 'new name')
    .addHelpText(
      'after',
      examples('iam update Images --name "Images of 2026"', 'iam update Images --read-bucket images-2'),
    )
    .action((given, { name, ...options }, command) =>
      withSession<'iam update'>(command, async (session) => {
        const { id, provider } = await find(session, given)
        const settings = toSettings(options)
        requireFittingSettings(provider, settings)
        const changes = { ...(name !== undefined && { name }), ...settings } as IamIntegrationChanges
        const updated = await session.organization.updateIamIntegration(id, changes, session.request)
        return done(`Updated integration ${given}.`, { updated: toIntegration(updated) })
      }),
    )

type Setting = 'roleArn' | 'readBucket' | 'readContainerUrl' | 'tenantId'

type Settings = Readonly<Partial<Record<Setting, string>>>

/** The settings of each provider, and whether they are required. */
const providerSettings: Readonly<Record<string, Readonly<Partial<Record<Setting, boolean>>>>> = {
  AWS: { roleArn: true, readBucket: false },
  GCP: { readBucket: true },
  Azure: { readContainerUrl: true, tenantId: true },
}

const toSettings = ({ roleArn, readBucket, readContainerUrl, tenantId }: Settings): Settings => ({
  ...(roleArn !== undefined && { roleArn }),
  ...(readBucket !== undefined && { readBucket }),
  ...(readContainerUrl !== undefined && { readContainerUrl }),
  ...(tenantId !== undefined && { tenantId }),
})

/** @throws CommandError for a missing setting, or one of another provider. */
function requireSettings(provider: string, settings: Settings): void {
  requireFittingSettings(provider, settings)
  for (const [setting, isRequired] of Object.entries(providerSettings[provider] ?? {})) {
    if (isRequired && !(setting in settings))
      throw usage(`An integration with ${provider} needs ${optionName(setting)}.`)
  }
}

/** @throws CommandError for a setting of another provider. */
function requireFittingSettings(provider: string | null, settings: Settings): void {
  const known = providerSettings[provider ?? '']
  if (known === undefined) return
  const options = Object.keys(known).map(optionName).join(' and ')
  for (const setting of Object.keys(settings)) {
    if (!(setting in known)) throw usage(`${optionName(setting)} is not for ${String(provider)}, which has ${options}.`)
  }
}

function roleArn(text: string): string {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(text)) return text
  throw new InvalidArgumentError('It must be the ARN of an IAM role: arn:aws:iam::123456789012:role/labelbox.')
}

const addValidate = (group: Group) =>
  group
    .command('validate')
    .description('check the access to the storage; the exit code is 1 if a check fails')
    .argument('<integration>', 'name or id')
    .addHelpText('after', examples('iam validate Images', 'iam validate Images --json'))
    .action((given, _options, command) =>
      withSession<'iam validate'>(command, async (session) => {
        const { id } = await find(session, given)
        const { valid, checks } = await session.organization.validateIamIntegration(id, session.request)
        const rows = checks.map(({ name, success, message }) => ({ name, success, message }))
        const { text } = list(rows, {
          CHECK: ({ name }) => name,
          PASSED: ({ success }) => success,
          MESSAGE: ({ message }) => message,
        })
        const exitCode = valid ? exitCodes.done : exitCodes.failed
        return { json: { id, valid, checks: rows }, text, exitCode }
      }),
    )

const addSetDefault = (group: Group) =>
  group
    .command('set-default')
    .description('make an IAM integration the default of the organization')
    .argument('<integration>', 'name or id')
    .addHelpText('after', examples('iam set-default Images'))
    .action((given, _options, command) =>
      withSession<'iam set-default'>(command, async (session) => {
        const integration = await find(session, given)
        await session.organization.setDefaultIamIntegration(integration, session.request)
        return done(`${integration.name ?? integration.id} is now the default.`, {
          default: { id: integration.id, name: integration.name },
        })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('delete an IAM integration')
    .argument('<integration>', 'name or id')
    .addHelpText('after', examples('iam delete Images', 'iam delete Images --yes'))
    .action((given, _options, command) =>
      withSession<'iam delete'>(command, async (session) => {
        const integration = await find(session, given)
        const { name, id, provider } = integration
        await session.confirm(`Delete the integration ${name ?? id} with ${provider ?? 'its provider'}?`)
        await session.organization.deleteIamIntegration(integration, session.request)
        return done(`Deleted integration ${name ?? id}.`, { deleted: toIntegration(integration) })
      }),
    )
