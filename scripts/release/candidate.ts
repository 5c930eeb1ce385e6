import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { notesOf } from './changelog.ts'
import { makeVersion, versionIn } from './version.ts'

interface Packed {
  readonly name: string
  readonly version: string
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly entryCount: number
}

const root = resolve(import.meta.dirname, '..', '..')

/**
 * Makes the package that a release would publish, and tries it.
 *
 * @throws If the release could not be published, or if the package does not work.
 */
export function checkRelease({
  tag,
  out,
}: {
  readonly tag?: string | undefined
  readonly out?: string | undefined
}): void {
  const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-release-'))
  try {
    const source = copyOfLastCommit(join(folder, 'source'))
    const version = tag === undefined ? nextVersion(source) : taggedVersion(source, tag)
    const notes = notesOf(readFileSync(join(source, 'CHANGELOG.md'), 'utf8'), version)
    console.log(`The release is ${version}. Its notes have ${notes.trimEnd().split('\n').length} lines.`)

    run('builds', source, 'npm', 'run', 'build')
    const { filename, size, unpackedSize, entryCount, ...packed } = pack(source, folder)
    if (packed.version !== version) throw new Error(`The package is ${packed.version}, not ${version}.`)
    const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`
    console.log(`- packed: ${entryCount} files, ${kilobytes(size)}, unpacked ${kilobytes(unpackedSize)}`)
    const tarball = join(folder, filename)
    run(
      'npm would publish it',
      folder,
      'npm',
      'publish',
      tarball,
      '--dry-run',
      '--ignore-scripts',
      '--access',
      'public',
    )
    execFileSync(process.execPath, ['--import', 'tsx', join('scripts', 'packageSmoke.ts'), '--tarball', tarball], {
      cwd: root,
      stdio: 'inherit',
    })
    if (out === undefined) return
    mkdirSync(out, { recursive: true })
    copyFileSync(tarball, join(out, filename))
    writeFileSync(join(out, 'notes.md'), notes)
    console.log(`${join(out, filename)} and notes.md are what to publish.`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A clean checkout: what is not committed would not be released. */
function copyOfLastCommit(source: string): string {
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
  run('installs', source, 'npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error')
  return source
}

/** The version that the changesets make, or the version of the last commit if it has none. */
function nextVersion(source: string): string {
  return changesetsIn(source).length > 0 ? makeVersion(source) : versionIn(source)
}

function taggedVersion(source: string, tag: string): string {
  const version = versionIn(source)
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json has the version ${version}.`)
  const left = changesetsIn(source)
  if (left.length > 0) throw new Error(`Changesets are left: ${left.join(', ')}. Run npm run release:version first.`)
  return version
}

function changesetsIn(source: string): readonly string[] {
  const folder = join(source, '.changeset')
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md') : []
}

function pack(source: string, folder: string): Packed {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: source, encoding: 'utf8' })) as readonly Packed[]
  if (packed === undefined) throw new Error('npm pack wrote no package.')
  return packed
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
