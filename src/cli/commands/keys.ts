import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { ApiKey } from '../../index.ts'
import { act } from '../act.ts'
import { oneOf } from '../find.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { printable } from '../../core/printable.ts'
import { done, list } from '../result.ts'

export function keys(program: Program): void {
  const group = program
    .command('keys')
    .description('API keys; a key itself is shown once, when it is made')
    .addHelpText('after', examples('keys list', 'keys create "Nightly export" --role LABELER --valid-for 30d'))
  addList(group)
  addCreate(group)
  addRevoke(group)
}

type Group = ReturnType<Program['command']>

/** What `--json` tells of a key, which is never the key. */
const toKey = ({ id, name, userEmail, isOwn, revoked, expiresAt, createdAt }: ApiKey) => ({
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
    .description('the keys that one has, and those of others that one may see')
    .addHelpText('after', examples('keys list', 'keys list --json | jq ".[] | select(.isOwn)"'))
    .action((_options, command) =>
      act(command, async ({ organization, request }) =>
        list((await organization.getApiKeys(request)).map(toKey), {
          NAME: ({ name }) => name,
          OWNER: ({ email }) => email,
          REVOKED: ({ revoked }) => revoked,
          EXPIRES: ({ expiresAt }) => expiresAt,
          ID: ({ id }) => id,
        }),
      ),
    )

const units: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 }

function duration(text: string): number {
  const [, number, unit = ''] = /^([1-9]\d{0,7})([mhdw])$/.exec(text) ?? []
  if (number !== undefined) return Number(number) * (units[unit] ?? 1)
  throw new InvalidArgumentError('It must be minutes, hours, days or weeks, such as 90m, 12h, 30d or 25w.')
}

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('make a key, and print it: stdout has the key and nothing else')
    .argument('<name>', 'what it is for')
    .option('--role <role>', 'what it may do')
    .option('--email <email>', "whose it is to be; by default one's own")
    .option('--valid-for <time>', 'from 1m to 25w: 90m, 12h, 30d', duration)
    .addHelpText(
      'after',
      examples(
        'keys create "Nightly export" --role LABELER --valid-for 30d',
        'keys create CI --json | jq -r .created.key',
      ),
    )
    .action((name, { role, email, validFor }, command) =>
      act(command, async ({ organization, request }) => {
        const created = await organization.createApiKey({ name, role, email, validitySeconds: validFor }, request)
        const { id, key } = created
        return {
          json: { created: { id, name, email: created.email, key } },
          text: () => `${printable(key)}\n`,
          note: `The key ${name}, ${id}, is shown this once.`,
        }
      }),
    )

const addRevoke = (group: Group) =>
  group
    .command('revoke')
    .description('end a key for ever, one’s own too')
    .argument('<key>', 'name or id')
    .addHelpText('after', examples('keys revoke "Nightly export"', 'keys revoke cl9x2f0a10000 --yes'))
    .action((given, _options, command) =>
      act(command, async ({ organization, request, confirm }) => {
        const living = (await organization.getApiKeys(request)).filter(({ revoked }) => revoked !== true)
        const key = oneOf('living API key', given, living, ({ name }) => name)
        await confirm(`Revoke the key ${key.name ?? key.id} of ${key.userEmail ?? 'somebody'}? It can't be undone.`)
        await organization.revokeApiKey(key, request)
        return done(`Revoked: the key ${key.name ?? key.id}.`, { revoked: toKey({ ...key, revoked: true }) })
      }),
    )
