import { createRequire } from 'node:module'
import { CommandError } from '../output/commandError.ts'

/**
 * Refuses a command that needs `graphql` where it is not installed: it is a peer dependency, and Yarn installs none. To be called
 * before the import that needs it, as Yarn's Plug'n'Play prints an error of its own when that fails.
 */
export function requireGraphql(code: 'SANDBOX' | 'SCHEMA'): void {
  try {
    createRequire(import.meta.url).resolve('graphql')
  } catch {
    throw new CommandError(
      code,
      'This command needs the package graphql, which is not installed. Install it beside @labelbox-org/tools, for example with npm install graphql.',
    )
  }
}
