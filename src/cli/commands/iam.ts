import type { IamIntegration, IamIntegrationChanges, NewIamIntegration } from '../../index.ts'
import { act, type Session } from '../act.ts'
import { exitCodes } from '../exitCodes.ts'
import { oneOf } from '../find.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { done, list } from '../result.ts'

export function iam(program: Program): void {
  const group = program
    .command('iam')
    .description('the access that Labelbox has to cloud storage')
    .addHelpText('after', examples('iam list', 'iam validate Images'))
  addList(group)
  addCreate(group)
  addUpdate(group)
  addValidate(group)
  addSetDefault(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** An integration as `--json` has it. */
const toIntegration = ({
  id,
  name,
  provider,
  valid,
  lastValidAt,
  isOrgDefault,
  createdAt,
  settings,
}: IamIntegration) => ({
  id,
  name,
  provider,
  valid,
  lastValidAt,
  isDefault: isOrgDefault,
  createdAt,
  settings: settings === null ? null : { ...settings, __typename: undefined },
})

const find = async ({ organization, request }: Session, given: string): Promise<IamIntegration> =>
  oneOf('IAM integration', given, await organization.getIamIntegrations(request), ({ name }) => name)

const addList = (group: Group) =>
  group
    .command('list')
    .description('all integrations')
    .addHelpText('after', examples('iam list', 'iam list --json | jq ".[] | select(.isDefault)"'))
    .action((_options, command) =>
      act(command, async ({ organization, request }) =>
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

/** What an integration may be made of; which of it, the client knows for each provider. */
const withMembers = (group: Group, name: string) =>
  group
    .command(name)
    .option('--role-arn <arn>', 'AWS: the role that Labelbox assumes')
    .option('--read-bucket <bucket>', 'AWS and GCP: the bucket to read')
    .option('--read-container-url <url>', "Azure: the container's https address")
    .option('--tenant-id <id>', 'Azure: the tenant')

const addCreate = (group: Group) =>
  withMembers(group, 'create')
    .description('register access to storage in AWS, Google Cloud or Azure')
    .addArgument(group.createArgument('<provider>', 'whose storage it is').choices(['AWS', 'GCP', 'Azure'] as const))
    .argument('<name>', 'what to call it')
    .addHelpText(
      'after',
      examples(
        'iam create AWS Images --role-arn arn:aws:iam::123456789012:role/labelbox',
        'iam create GCP Images --read-bucket images',
        'iam create Azure Images --read-container-url https://account.blob.core.windows.net/images --tenant-id 72f9…',
      ),
    )
    .action((provider, name, options, command) =>
      act(command, async ({ organization, request }) => {
        // What is missing or too much for the provider is refused before anything is sent.
        const integration = { provider, name, ...toMembers(options) } as NewIamIntegration
        const created = await organization.createIamIntegration(integration, request)
        return done(`Created: the integration ${name}, ${created.id}.`, { created: toIntegration(created) })
      }),
    )

const addUpdate = (group: Group) =>
  withMembers(group, 'update')
    .description('change an integration; what is not named stays')
    .argument('<integration>', 'name or id')
    .option('--name <name>', 'the new name')
    .addHelpText(
      'after',
      examples('iam update Images --name "Images of 2026"', 'iam update Images --read-bucket images-2'),
    )
    .action((given, { name, ...options }, command) =>
      act(command, async (session) => {
        const { id } = await find(session, given)
        const changes = { ...(name !== undefined && { name }), ...toMembers(options) } as IamIntegrationChanges
        const updated = await session.organization.updateIamIntegration(id, changes, session.request)
        return done(`Changed: the integration ${given}.`, { updated: toIntegration(updated) })
      }),
    )

const names = ['roleArn', 'readBucket', 'readContainerUrl', 'tenantId'] as const

/** Those that were given. */
const toMembers = (options: { readonly [Name in (typeof names)[number]]?: string }): object =>
  Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]))

const addValidate = (group: Group) =>
  group
    .command('validate')
    .description('have Labelbox try whether it gets at the storage; ends with 1 where it does not')
    .argument('<integration>', 'name or id')
    .addHelpText('after', examples('iam validate Images', 'iam validate Images --json'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const { id } = await find(session, given)
        const { valid, checks } = await session.organization.validateIamIntegration(id, session.request)
        const rows = checks.map(({ name, success, message }) => ({ name, success, message }))
        const table = list(rows, {
          CHECK: ({ name }) => name,
          PASSED: ({ success }) => success,
          MESSAGE: ({ message }) => message,
        })
        const exitCode = valid ? exitCodes.done : exitCodes.failed
        return { json: { id, valid, checks: rows }, text: table.text, exitCode }
      }),
    )

const addSetDefault = (group: Group) =>
  group
    .command('set-default')
    .description('make an integration the default of the organization')
    .argument('<integration>', 'name or id')
    .addHelpText('after', examples('iam set-default Images'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const integration = await find(session, given)
        await session.organization.setDefaultIamIntegration(integration, session.request)
        return done(`The default is ${integration.name ?? integration.id} now.`, {
          default: { id: integration.id, name: integration.name },
        })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('remove an integration')
    .argument('<integration>', 'name or id')
    .addHelpText('after', examples('iam delete Images', 'iam delete Images --yes'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const integration = await find(session, given)
        const { name, id, provider } = integration
        await session.confirm(`Delete the integration ${name ?? id} with ${provider ?? 'its provider'}?`)
        await session.organization.deleteIamIntegration(integration, session.request)
        return done(`Deleted: the integration ${name ?? id}.`, { deleted: toIntegration(integration) })
      }),
    )
