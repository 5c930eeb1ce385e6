import { withSession } from '../session/session.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples } from '../input/optionParsers.ts'
import { record } from '../output/commandResult.ts'

export function whoami(program: Program): void {
  program
    .command('whoami')
    .description('show the user, the role and the organization of the API key')
    .addHelpText('after', examples('whoami', 'whoami --profile work --json'))
    .action((_options, command) =>
      withSession<'whoami'>(command, async ({ labelbox, organization, endpoint, request }) => {
        const user = await labelbox.getUser(request)
        const { id, email, name, orgRole } = await organization.getMember(user, request)
        const role = orgRole?.name ?? null
        const { shownUrl } = await import('../session/credentials.ts')
        const shown = endpoint === undefined ? null : shownUrl(endpoint)
        return record(
          {
            id,
            email,
            name,
            role,
            organization: { id: organization.id, name: organization.name },
            endpoint: shown,
          },
          { email, name, id, role, organization: organization.name, endpoint: shown ?? 'Labelbox' },
        )
      }),
    )
}
