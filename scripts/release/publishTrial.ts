import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Packed } from './packages.ts'

const execute = promisify(execFile)

/**
 * Asks npm in a dry run whether it would publish a package. Where npm has this version already, it would refuse another one, so
 * there is nothing to ask.
 *
 * @param archive - The packed file.
 * @param env - The environment of npm.
 * @returns Whether npm was asked, or has this version already.
 * @throws If npm would refuse the package. The message has what npm printed.
 */
export async function tryPublishing(
  { name, version }: Pick<Packed, 'name' | 'version'>,
  archive: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<'accepted' | 'published already'> {
  const npm = (...args: readonly string[]) => execute('npm', args, { cwd: dirname(archive), env })
  const isPublished = await npm('view', `${name}@${version}`, 'version').then(
    ({ stdout }) => stdout.trim() === version,
    // npm fails where it has no such version. If it failed for another reason, it is asked below.
    () => false,
  )
  if (isPublished) return 'published already'
  // Without a tag, npm refuses a version below the highest one, and the former major version gets fixes too.
  const args = ['publish', archive, '--dry-run', '--ignore-scripts', '--access', 'public', '--tag', 'candidate']
  try {
    await npm(...args)
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`npm ${args.join(' ')} failed.\n${stdout}\n${stderr}`, { cause: error })
  }
  return 'accepted'
}
