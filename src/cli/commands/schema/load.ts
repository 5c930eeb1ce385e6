import type * as Schema from '../../../schema/index.ts'
import { CommandError, usage } from '../../failure.ts'
import { warn } from '../../output.ts'

/** Says what is wrong and does not stop a command. With `--json` it is in the result too. */
export function warned<T extends { readonly warnings: readonly string[] }>(found: T): T {
  for (const warning of found.warnings) warn(warning)
  return found
}

/** A file that is not there, or not what it should be, or that can't be written, is named wrongly. */
export async function told<T>(
  { UnreadableError, UnwritableError }: typeof Schema,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof UnwritableError) throw usage(error.message)
    // The stack is full: a selection, a value or a chain of fragments goes on for thousands of levels.
    if (error instanceof RangeError) throw usage('A schema or a document is nested too deeply to be read.')
    throw error
  }
}

/** For directives that a client takes out of its operations, and the schema does not know. */
export const clientDirectivesOption = [
  '--client-directives <names...>',
  'directives that your client takes out before it sends, beside those of urql and Apollo',
  (name: string, names: readonly string[] = []) => [...names, name.replace(/^@/, '')],
] as const

/** The package `graphql` is no dependency of this one: most people who use the command never need it. */
export async function load(): Promise<typeof Schema> {
  const { version, versionInfo } = await import('graphql').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new CommandError(
      'SCHEMA',
      'Comparing schemas needs a package that is not installed. Add it: npm install graphql',
    )
  })
  // Older versions lack what the code imports, and fail while it loads.
  if (versionInfo.major < 16) {
    throw new CommandError(
      'SCHEMA',
      `Comparing schemas needs graphql 16 or 17, and ${version} is installed. Update it: npm install graphql@16`,
    )
  }
  return import('../../../schema/index.ts')
}
