import type * as Schema from '../../../schema/index.ts'
import type { Invocation } from '../../invocation.ts'
import { CommandError, usage } from '../../output/commandError.ts'
import { requireGraphql } from '../requireGraphql.ts'

/** Prints warnings on stderr; with `--json` they are in the result too. */
export function printWarnings<T extends { readonly warnings: readonly string[] }>({ warn }: Invocation, found: T): T {
  for (const warning of found.warnings) warn(warning)
  return found
}

/** Turns errors about files into usage errors. */
export async function withFileErrors<T>(
  { UnreadableError, UnwritableError }: typeof Schema,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof UnwritableError) throw usage(error.message)
    // The stack overflowed: a selection, a value or a chain of fragments has thousands of levels.
    if (error instanceof RangeError) throw usage('A schema or a document is nested too deeply.')
    throw error
  }
}

export const clientDirectivesOption = [
  '--client-directives <names...>',
  'directives that your client removes before sending, besides those of urql and Apollo',
  (name: string, names: readonly string[] = []) => [...names, name.replace(/^@/, '')],
] as const

/** Loads what needs `graphql`: a project may have an older one. */
export async function loadSchema(): Promise<typeof Schema> {
  requireGraphql('SCHEMA')
  const { version, versionInfo } = await import('graphql')
  // Older versions lack some of the imports.
  if (versionInfo.major < 16) {
    throw new CommandError(
      'SCHEMA',
      `The schema commands need graphql 16 or 17, and ${version} is installed. Run: npm install graphql@16`,
    )
  }
  return import('../../../schema/index.ts')
}
