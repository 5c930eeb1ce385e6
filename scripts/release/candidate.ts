import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { notesOf } from './changelog.ts'
import { checkContents } from './contents.ts'
import { packAll } from './packages.ts'
import { tryPublishing } from './publishTrial.ts'
import { nextVersion, taggedVersion } from './version.ts'

const root = resolve(import.meta.dirname, '..', '..')

/**
 * Makes the packages that a release would publish, and tries them.
 *
 * @throws If the release could not be published, or if a package does not work.
 */
export async function checkRelease({
  tag,
  out,
}: {
  readonly tag?: string | undefined
  readonly out?: string | undefined
}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-release-'))
  try {
    const source = copyOfLastCommit(join(folder, 'source'), tag !== undefined)
    const version = tag === undefined ? nextVersion(source) : taggedVersion(source, tag)
    const notes = notesOf(readFileSync(join(source, 'CHANGELOG.md'), 'utf8'), version)
    console.log(`The release is ${version}. Its notes have ${notes.trimEnd().split('\n').length} lines.`)

    run('builds', source, 'npm', 'run', 'build')
    const packages = packAll(source, folder)
    checkContents(source, packages)
    const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`
    for (const { name, version: packed, filename, size, unpackedSize, entryCount } of packages) {
      if (packed !== version) throw new Error(`The package ${name} is ${packed}, not ${version}.`)
      console.log(`- packed ${name}: ${entryCount} files, ${kilobytes(size)}, unpacked ${kilobytes(unpackedSize)}`)
      const asked = await tryPublishing({ name, version }, join(folder, filename))
      console.log(
        asked === 'accepted'
          ? '- npm would publish it'
          : `- npm has ${name} ${version} already, so whether it would publish this file was not tried`,
      )
    }
    const [library, tools] = packages.map(({ filename }) => join(folder, filename))
    execFileSync(
      process.execPath,
      ['--import', 'tsx', join('scripts', 'packageSmoke.ts'), '--tarball', library ?? '', '--tools', tools ?? ''],
      { cwd: root, stdio: 'inherit' },
    )
    if (out === undefined) return
    mkdirSync(out, { recursive: true })
    for (const { filename } of packages) copyFileSync(join(folder, filename), join(out, filename))
    writeFileSync(join(out, 'notes.md'), notes)
    console.log(`The packages and notes.md in ${out} are what to publish.`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A clean checkout: what is not committed would not be released. A release never has packages that were changed by hand. */
function copyOfLastCommit(source: string, isRelease: boolean): string {
  execFileSync('git', ['clone', '--quiet', '--shared', root, source])
  // One commit of its own: changesets looks for those that added its files, and in a shallow clone it looks without end.
  rmSync(join(source, '.git'), { recursive: true })
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: source })
  git('init', '--quiet')
  git('add', '--all')
  git(
    '-c',
    'user.name=labelbox-org',
    '-c',
    'user.email=labelbox-org@localhost',
    'commit',
    '--quiet',
    '--message',
    'Copy',
  )
  // Its own packages: the bundles name the files that they are made of by their path.
  if (!isRelease && linksPackages(source)) return source
  run('installs', source, 'npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error')
  return source
}

/** Gives a copy the packages that are installed here, by links to their files, if they are those of its lockfile. */
function linksPackages(source: string): boolean {
  const installed = join(root, 'node_modules')
  const own = join(installed, '.package-lock.json')
  if (!existsSync(own) || !isLocked(packagesIn(own), packagesIn(join(source, 'package-lock.json')))) return false
  // Another disk can't be linked to, and some systems' `cp` has no links.
  const { status } = spawnSync('cp', ['-al', `${installed}/`, join(source, 'node_modules')], { stdio: 'ignore' })
  if (status !== 0) rmSync(join(source, 'node_modules'), { recursive: true, force: true })
  return status === 0
}

type Packages = Readonly<Record<string, { readonly version?: string; readonly optional?: boolean } | undefined>>

const packagesIn = (file: string): Packages =>
  (JSON.parse(readFileSync(file, 'utf8')) as { readonly packages: Packages }).packages

/** Whether the installed packages are those of a lockfile, all of them in one folder. */
function isLocked(installed: Packages, locked: Packages): boolean {
  const paths = Object.keys({ ...installed, ...locked }).filter((path) => path.includes('node_modules/'))
  return paths.every((path) => {
    if (!path.startsWith('node_modules/')) return false
    // Those for other platforms are not installed.
    const { [path]: found } = installed
    return found === undefined ? locked[path]?.optional === true : found.version === locked[path]?.version
  })
}

function run(title: string, cwd: string, command: string, ...args: readonly string[]): void {
  console.log(`- ${title}`)
  try {
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed.\n${stdout}\n${stderr}`, { cause: error })
  }
}
