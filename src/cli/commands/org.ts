import { withSession } from '../session/session.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples } from '../input/optionParsers.ts'
import { record } from '../output/commandResult.ts'

export function org(program: Program): void {
  program
    .command('org')
    .description('show the organization of the API key, and its seats')
    .addHelpText('after', examples('org', 'org --json'))
    .action((_options, command) =>
      withSession<'org'>(command, async ({ organization, request }) => {
        const { id, name, createdAt, updatedAt } = organization
        const { limit, used, remaining } = await organization.inviteLimit(request)
        return record(
          { id, name, createdAt, updatedAt, seats: { limit, used, remaining } },
          {
            name,
            id,
            created: createdAt,
            updated: updatedAt,
            seats: `${used} of ${limit} taken, ${remaining} left`,
          },
        )
      }),
    )
}
