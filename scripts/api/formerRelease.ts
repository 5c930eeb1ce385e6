import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changesetsIn, versionIn } from '../release/version.ts'

/** How much a version may change for users. */
export type Change = 'patch' | 'minor' | 'major'

/**
 * The newest tag `v…` in the history of the current commit.
 *
 * @param repository - The folder of a Git repository.
 * @returns The tag; `undefined` if there is none.
 */
export function lastReleaseTag(repository: string): string | undefined {
  try {
    const args = ['describe', '--tags', '--match', 'v[0-9]*', '--abbrev=0']
    return execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/** Whether a repository lacks older commits, so that an older tag would not be found. */
export function lacksHistory(repository: string): boolean {
  const args = ['rev-parse', '--is-shallow-repository']
  return execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim() === 'true'
}

/** What the next version is, by the changesets and by the version that `package.json` has since the last release. */
export function announcedChange(repository: string, tag: string): Change {
  const [major, minor] = versionIn(repository).split('.')
  const [formerMajor, formerMinor] = tag.slice(1).split('.')
  const kinds = changesetsIn(repository).flatMap((file) => {
    const [, header = ''] = readFileSync(join(repository, '.changeset', file), 'utf8').split(/^---$/m)
    return [...header.matchAll(/^\S+: (\w+)$/gm)].map(([, kind]) => kind)
  })
  if (major !== formerMajor || kinds.includes('major')) return 'major'
  return minor !== formerMinor || kinds.includes('minor') ? 'minor' : 'patch'
}

/** The TypeScript files of a tag, with their text, by path from the root of the repository. */
export function filesOfTag(repository: string, tag: string): ReadonlyMap<string, string> {
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', args, { cwd: repository, input, maxBuffer: 2 ** 30 })
  const paths = git(['ls-tree', '-r', '-z', '--name-only', tag])
    .toString()
    .split('\0')
    .filter((path) => /\.tsx?$/.test(path))
  const batch = git(['cat-file', '--batch'], paths.map((path) => `${tag}:${path}\n`).join(''))
  const files = new Map<string, string>()
  let at = 0
  for (const path of paths) {
    // A line with the hash, the kind and the size, then the text and the end of a line.
    const start = batch.indexOf('\n', at) + 1
    const end = start + Number(batch.toString('utf8', at, start).split(' ')[2])
    files.set(path, batch.toString('utf8', start, end))
    at = end + 1
  }
  return files
}
