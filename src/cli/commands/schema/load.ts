import type * as Schema from '../../../schema/index.ts'
import { CommandError, usage } from '../../failure.ts'

/** A file that is not there, or not what it should be, or that can't be written, is named wrongly. */
export async function told<T>({ UnreadableError, UnwritableError }: typeof Schema, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof UnreadableError || error instanceof UnwritableError ? usage(error.message) : error
  }
}

/** GraphQL's own package is no dependency of this one: most who use the command never need it. */
export async function load(): Promise<typeof Schema> {
  try {
    return await import('../../../schema/index.ts')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new CommandError(
      'SCHEMA',
      'Comparing schemas needs a package that is not installed. Add it: npm install graphql',
    )
  }
}
