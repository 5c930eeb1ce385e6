import type { ApiKey } from '../../index.ts'
import { withSession } from '../session/session.ts'
import type { KeyJson } from '../json/recordJson.ts'
import { findByNameOrId } from '../input/lookup.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples, keyValidity } from '../input/optionParsers.ts'
import { printable } from '../../core/printable.ts'
import { done, list, record } from '../output/commandResult.ts'

export function keys(program: Program): void {
  const group = program
    .command('keys')
    .description('manage API keys; a key is shown once, when it is created')
    .addHelpText('after', examples('keys list', 'keys create "Nightly export" --role LABELER --valid-for 30d'))
  addList(group)
  addShow(group)
  addCreate(group)
  addRevoke(group)
}

type Group = ReturnType<Program['command']>

/** A key for `--json`, without the key itself. */
const toKey = ({ id, name, userEmail, isOwn, revoked, expiresAt, createdAt }: ApiKey): KeyJson => ({
  id,
  name,
  email: userEmail,
  isOwn,
  revoked,
  expiresAt,
  createdAt,
})

const addList = (group: Group) =>
  group
    .command('list')
    .description('list your API keys, and those of others that you can see, without expired ones')
    .option('--include-expired', 'list expired keys too')
    .addHelpText('after', examples('keys list', 'keys list --include-expired --json | jq ".[] | select(.isOwn)"'))
    .action(({ includeExpired }, command) =>
      withSession<'keys list'>(command, async ({ organization, request }) =>
        list((await organization.getApiKeys({ ...request, includeExpired })).map(toKey), {
          NAME: ({ name }) => name,
          OWNER: ({ email }) => email,
          REVOKED: ({ revoked }) => revoked,
          EXPIRES: ({ expiresAt }) => expiresAt,
          ID: ({ id }) => id,
        }),
      ),
    )

const addShow = (group: Group) =>
  group
    .command('show')
    .description('show an API key, expired and revoked ones too, without the key itself')
    .argument('<key>', 'name or id')
    .addHelpText('after', examples('keys show "Nightly export"', 'keys show cl9x2f0a10000 --json'))
    .action((given, _options, command) =>
      withSession<'keys show'>(command, async ({ organization, request }) => {
        const all = await organization.getApiKeys({ ...request, includeExpired: true })
        const key = toKey(findByNameOrId('API key', given, all, ({ name }) => name))
        const { id, name, email, isOwn, revoked, expiresAt, createdAt } = key
        return record(key, { name, id, owner: email, yours: isOwn, revoked, expires: expiresAt, created: createdAt })
      }),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create an API key and print it on stdout')
    .argument('<name>', 'name of the key')
    .option('--role <role>', 'role of the key')
    .option('--email <email>', 'owner of the key (default: you)')
    .option('--valid-for <time>', 'lifetime, from 1m to 25w, such as 90m, 12h or 30d', keyValidity)
    .addHelpText(
      'after',
      examples(
        'keys create "Nightly export" --role LABELER --valid-for 30d',
        'keys create CI --json | jq -r .created.key',
      ),
    )
    .action((name, { role, email, validFor }, command) =>
      withSession<'keys create'>(command, async ({ organization, request }) => {
        const created = await organization.createApiKey({ name, role, email, validitySeconds: validFor }, request)
        const { id, key } = created
        return {
          json: { created: { id, name, email: created.email, key } },
          text: () => `${printable(key)}\n`,
          note: `Created key ${name} (${id}). Store it: it is not shown again.`,
        }
      }),
    )

const addRevoke = (group: Group) =>
  group
    .command('revoke')
    .description('revoke an API key for good; this can be your own')
    .argument('<key>', 'name or id')
    .addHelpText('after', examples('keys revoke "Nightly export"', 'keys revoke cl9x2f0a10000 --yes'))
    .action((given, _options, command) =>
      withSession<'keys revoke'>(command, async ({ organization, request, confirm }) => {
        const active = (await organization.getApiKeys(request)).filter(({ revoked }) => revoked !== true)
        const key = findByNameOrId('active API key', given, active, ({ name }) => name)
        await confirm(
          `Revoke the key ${key.name ?? key.id} of ${key.userEmail ?? 'an unknown user'}? This can't be undone.`,
        )
        await organization.revokeApiKey(key, request)
        return done(`Revoked key ${key.name ?? key.id}.`, { revoked: toKey({ ...key, revoked: true }) })
      }),
    )
