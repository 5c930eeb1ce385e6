import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { publishedPackages } from './packages.ts'
import { makeVersion, manifestsIn, nextVersion, taggedVersion, versionIn } from './version.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A repository with the files of this one that have its version, and one changeset or none. */
function repository(kind?: 'patch' | 'minor' | 'major'): string {
  const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-version-'))
  folders.push(folder)
  const copied = [...manifestsIn('.'), 'package-lock.json', 'src/core/version.ts', '.changeset/config.json']
  for (const file of copied) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(file, join(folder, file))
  }
  writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\nThe longer notes.\n')
  if (kind !== undefined) {
    writeFileSync(join(folder, '.changeset/one.md'), `---\n'labelbox-org': ${kind}\n---\n\nOne change.\n`)
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder })
  git('init', '--quiet', '--initial-branch', 'main')
  git('add', '--all')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'one')
  return folder
}

const current = versionIn('.')
const [major = 0, minor = 0, patch = 0] = current.split('.').map(Number)
const jsonIn = (folder: string, file: string) =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>

/** The ranges of the packages of this repository, in each `package.json` that depends on them by version. */
const rangesIn = (folder: string) =>
  manifestsIn(folder).flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = jsonIn(folder, file) as Readonly<
      Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>> | undefined>
    >
    const ranges = [dependencies, devDependencies].flatMap((each) => publishedPackages.map(({ name }) => each[name]))
    return ranges.filter((range) => range !== undefined && !range.startsWith('file:'))
  })

describe('the version of this repository', () => {
  it('is in the range of each example that depends on it', () => {
    expect(rangesIn('.').length).toBeGreaterThan(2)
    expect(new Set(rangesIn('.'))).toEqual(new Set([`^${current}`]))
  })
})

describe('the next version', () => {
  it.each([
    ['patch', `${major}.${minor}.${patch + 1}`],
    ['minor', `${major}.${minor + 1}.0`],
    ['major', `${major + 1}.0.0`],
  ] as const)('of a %s change is in every file that has a version, and the changesets are gone', (kind, version) => {
    const folder = repository(kind)

    expect(makeVersion(folder)).toBe(version)

    for (const file of ['package.json', 'packages/tools/package.json', 'package-lock.json']) {
      expect([file, jsonIn(folder, file)['version']]).toEqual([file, version])
    }
    expect(rangesIn(folder)).toEqual(rangesIn('.').map(() => `^${version}`))
    expect(jsonIn(folder, 'package-lock.json')['packages']).toMatchObject({
      '': { version },
      'packages/tools': { version },
    })
    expect(readFileSync(join(folder, 'src/core/version.ts'), 'utf8')).toContain(`export const version = '${version}'`)
    const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')
    expect(changelog).toMatch(
      new RegExp(`^## ${version.replaceAll('.', '\\.')}$[^#]*### [^]*One change\\.\n\nThe longer notes\\.`, 'm'),
    )
    expect(changelog).not.toContain('Unreleased')
    expect(readdirSync(join(folder, '.changeset'))).toEqual(['config.json'])
  })

  it('changes nothing in the lock file but the versions of this repository', () => {
    const folder = repository('minor')
    const version = makeVersion(folder)
    const lines = (file: string) => readFileSync(file, 'utf8').split('\n')
    const before = lines('package-lock.json')
    const changed = lines(join(folder, 'package-lock.json')).filter((line, index) => line !== before[index])
    expect(changed.map((line) => line.trim())).toEqual(Array.from({ length: 3 }, () => `"version": "${version}",`))
  })

  it('is refused without a changeset, and is then the version that is there', () => {
    const folder = repository()
    expect(() => makeVersion(folder)).toThrow('There is no changeset, so there is nothing to release.')
    expect(nextVersion(folder)).toBe(current)
  })
})

describe('the version of a tag', () => {
  it('is that of package.json', () => {
    expect(taggedVersion(repository(), `v${current}`)).toBe(current)
  })

  it.each([current, `v${current}.1`, `v${major + 1}.0.0`, ''])('is refused for the tag "%s"', (tag) => {
    const message = `The tag is ${tag}, but package.json has the version ${current}.`
    expect(() => taggedVersion(repository(), tag)).toThrow(message)
  })

  it('is refused before a release, as npm would give it to everybody', () => {
    const folder = repository()
    const file = join(folder, 'package.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"version": "${current}"`, '"version": "2.0.0-beta.1"'))
    expect(() => taggedVersion(folder, 'v2.0.0-beta.1')).toThrow('2.0.0-beta.1 is a version before a release.')
  })

  it('is refused while changesets are left, and names them', () => {
    const message = 'Changesets are left: one.md. Run npm run release:version first.'
    expect(() => taggedVersion(repository('patch'), `v${current}`)).toThrow(message)
  })
})
