import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Finds reports of the public types that have changed without a changeset, in the work tree and its commits.
 *
 * @param repository - The folder of a Git repository.
 * @param ref - The branch or commit that the change is for, such as `origin/main`. What it has got since does not count.
 * @returns The files that have changed; none if a changeset was added or edited too, with a version and a text for users.
 * @throws If the reference does not exist, or has no commit in common with the current one.
 */
export function reportsWithoutChangeset(repository: string, ref: string): readonly string[] {
  const git = (...args: readonly string[]): string => {
    try {
      return execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    } catch (error) {
      const { stderr = '' } = error as { readonly stderr?: string }
      const message = `No commit in common with ${ref}. Does it exist, and was all of its history fetched?\n${stderr}`
      throw new Error(message.trimEnd(), { cause: error })
    }
  }
  const base = git('merge-base', 'HEAD', git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`).trim())
  const namesIn = (output: string): readonly string[] => output.split('\0').filter(Boolean)
  const changed = (path: string, kinds: string): readonly string[] => [
    ...namesIn(git('diff', '--name-only', '--no-renames', `--diff-filter=${kinds}`, '-z', base.trim(), '--', path)),
    ...namesIn(git('ls-files', '--others', '--exclude-standard', '-z', '--', path)),
  ]
  const hasChangeset = changed(':(glob).changeset/*.md', 'AM').some(
    (file) => file !== '.changeset/README.md' && tellsUsers(readFileSync(join(repository, file), 'utf8')),
  )
  return hasChangeset ? [] : changed('etc/api', 'AMD')
}

/** Whether a changeset raises a version and has a text, unlike the one of `npx changeset --empty`. */
function tellsUsers(changeset: string): boolean {
  const [, versions = '', ...text] = changeset.split(/^---\s*$/m)
  return /:\s*["']?(?:patch|minor|major)["']?\s*$/m.test(versions) && text.join('').trim() !== ''
}
