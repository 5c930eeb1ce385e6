import { act } from '../act.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { record } from '../result.ts'

export function org(program: Program): void {
  program
    .command('org')
    .description('the organization that the key belongs to, and its seats')
    .addHelpText('after', examples('org', 'org --json'))
    .action((_options, command) =>
      act(command, async ({ organization, request }) => {
        const { id, name, createdAt, updatedAt } = organization
        const { limit, used, remaining } = await organization.inviteLimit(request)
        return record(
          { id, name, createdAt, updatedAt, seats: { limit, used, remaining } },
          {
            name,
            id,
            created: createdAt,
            updated: updatedAt,
            seats: `${used} of ${limit} are taken, ${remaining} left`,
          },
        )
      }),
    )
}
