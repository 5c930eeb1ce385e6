import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withReleasedNotes } from './changelog.ts'
import { publishedPackages } from './packages.ts'

/** The version in a repository's `package.json`. */
export function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

interface Lockfile {
  version: string
  packages: Record<string, { version: string } | undefined>
}

/** The version that the changesets make, or the version of the last commit if it has none. */
export function nextVersion(folder: string): string {
  return changesetsIn(folder).length > 0 ? makeVersion(folder) : versionIn(folder)
}

/**
 * The version that a tag releases.
 *
 * @throws If the repository has another version, or changesets that are not part of it yet.
 */
export function taggedVersion(folder: string, tag: string): string {
  const version = versionIn(folder)
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json has the version ${version}.`)
  // npm would give it to everybody.
  if (version.includes('-'))
    throw new Error(`${version} is a version before a release. Publish it by hand, with a tag of its own.`)
  const left = changesetsIn(folder)
  if (left.length > 0) throw new Error(`Changesets are left: ${left.join(', ')}. Run npm run release:version first.`)
  return version
}

/** The files of changesets that no version has taken yet, in the folder `.changeset`. */
export function changesetsIn(repository: string): readonly string[] {
  const folder = join(repository, '.changeset')
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md') : []
}

/** Every `package.json` that git tracks. */
export function manifestsIn(repository: string): readonly string[] {
  const args = ['ls-files', '-z', '--', ':(glob)**/package.json']
  return execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).split('\0').filter(Boolean)
}

/**
 * Makes the next version of the changesets, in a repository: in `package.json` of both packages and of the examples, the lock
 * file, `src/core/version.ts` and `CHANGELOG.md`. The changesets are gone afterwards.
 *
 * @returns The new version.
 * @throws If there is no changeset.
 */
export function makeVersion(folder: string): string {
  const before = versionIn(folder)
  const changesets = join('node_modules', '@changesets', 'cli', 'bin.js')
  execFileSync(process.execPath, [changesets, 'version'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const version = versionIn(folder)
  if (version === before)
    throw new Error('There is no changeset, so there is nothing to release. Write one: npx changeset')
  const edit = (file: string, change: (text: string) => string): void => {
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  }
  edit(join('src', 'core', 'version.ts'), (text) => text.replace(`'${before}'`, `'${version}'`))
  for (const { folder: place } of publishedPackages) {
    edit(join(place, 'package.json'), (text) => text.replace(`"version": "${before}"`, `"version": "${version}"`))
  }
  // The examples' ranges: npm takes no 0.2.0 for ^0.1.0.
  for (const file of manifestsIn(folder)) {
    edit(file, (text) =>
      publishedPackages.reduce(
        (edited, { name }) => edited.replace(`"${name}": "^${before}"`, `"${name}": "^${version}"`),
        text,
      ),
    )
  }
  // The lock file has both versions too.
  edit('package-lock.json', (text) => {
    const lock = JSON.parse(text) as Lockfile
    for (const each of [lock, lock.packages[''], lock.packages['packages/tools']]) if (each) each.version = version
    return `${JSON.stringify(lock, null, 2)}\n`
  })
  edit('CHANGELOG.md', (text) => withReleasedNotes(text, version))
  return version
}
