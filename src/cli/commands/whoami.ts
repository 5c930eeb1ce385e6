import { act } from '../act.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { record } from '../result.ts'

export function whoami(program: Program): void {
  program
    .command('whoami')
    .description('whose key it is, with which role, in which organization')
    .addHelpText('after', examples('whoami', 'whoami --profile work --json'))
    .action((_options, command) =>
      act(command, async ({ labelbox, organization, endpoint, request }) => {
        const user = await labelbox.getUser(request)
        const { id, email, name, orgRole } = await organization.getMember(user, request)
        const role = orgRole?.name ?? null
        const { shownUrl } = await import('../access.ts')
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
          { address: email, name, id, role, organization: organization.name, endpoint: shown ?? 'Labelbox' },
        )
      }),
    )
}
