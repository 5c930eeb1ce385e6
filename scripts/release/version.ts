import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withReleasedNotes } from './changelog.ts'
import { publishedPackages } from './packages.ts'

/** The version in a repository's `package.json`. */
export function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

/**
 * Makes the next version of the changesets, in a repository: in `package.json` of both packages, the lock file,
 * `src/core/version.ts` and `CHANGELOG.md`. The changesets are gone afterwards.
 *
 * @returns The new version.
 * @throws If there is no changeset.
 */
export function makeVersion(folder: string): string {
  const before = versionIn(folder)
  const run = (command: string, ...args: readonly string[]): void => {
    execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  run(process.execPath, join('node_modules', '@changesets', 'cli', 'bin.js'), 'version')
  const version = versionIn(folder)
  if (version === before)
    throw new Error('There is no changeset, so there is nothing to release. Write one: npx changeset')
  const edit = (file: string, change: (text: string) => string): void => {
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  }
  edit(join('src', 'core', 'version.ts'), (text) => text.replace(`'${before}'`, `'${version}'`))
  // The lock file has both versions too.
  for (const { folder: place } of publishedPackages) {
    edit(join(place, 'package.json'), (text) => text.replace(`"version": "${before}"`, `"version": "${version}"`))
  }
  run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund')
  edit('CHANGELOG.md', (text) => withReleasedNotes(text, version))
  return version
}
