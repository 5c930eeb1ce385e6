import type { Program } from '../input/globalOptions.ts'
import { examples } from '../input/optionParsers.ts'
import type { CommandJson } from '../json/commandJson.ts'
import type { CommandResult } from '../output/commandResult.ts'
import { withSession, type Session } from '../session/session.ts'

export function exportFile(program: Program): void {
  program
    .command('export')
    .description('write the organization as a file that “apply” takes: members, project roles, user groups and tags')
    .option('--out <file>', 'write to this file, which only you can read')
    .addHelpText('after', examples('export', 'export --out organization.yaml'))
    .action(({ out }, command) =>
      withSession<'export'>(command, (session) => exportTo(out, command.optsWithGlobals().json === true, session)),
    )
}

async function exportTo(
  out: string | undefined,
  json: boolean,
  session: Session,
): Promise<CommandResult<CommandJson['export']>> {
  const [{ openPrivateFile }, { readState }, { toOrganizationFile }] = await Promise.all([
    import('../output/privateFile.ts'),
    import('../organizationFile/currentState.ts'),
    import('../organizationFile/writtenFile.ts'),
  ])
  const target = out === undefined ? undefined : await openPrivateFile(out, '--out', 'file')
  const parts = { people: true, groups: true, tags: true, projects: 'all' } as const
  const file = toOrganizationFile(await readState(session, parts))
  const text = async () => {
    const { stringify } = await import('yaml')
    return `${schemaComment}\n${stringify(file, { lineWidth: 0 })}`
  }
  if (target === undefined || out === undefined) return { json: file, text }
  const [content, { toJson }] = await Promise.all([text(), import('../../core/printable.ts')])
  await target.write((handle) => handle.writeFile(json ? `${toJson(file)}\n` : content))
  return { json: { out }, text: () => '', note: `Wrote ${out}.` }
}

/** Editors with a YAML language server then complete and check the file. */
const schemaComment =
  '# yaml-language-server: $schema=https://unpkg.com/@labelbox-org/tools/schemas/organization-file.json'
