import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { announcedChange, filesOfTag, lacksHistory, lastReleaseTag } from './formerRelease.ts'

let folder = ''
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

function commit(version: string): void {
  write('package.json', JSON.stringify({ version }))
  git('add', '--all')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', version)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelbox-org-tags-'))
  git('init', '--quiet', '--initial-branch', 'main')
  write('.changeset/README.md', "---\n'labelbox-org': major\n---\n")
  commit('1.4.0')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the last release', () => {
  it('is the newest tag of a version in the history of the commit', () => {
    expect(lastReleaseTag(folder)).toBeUndefined()
    git('tag', 'v1.4.0')
    git('switch', '--quiet', '--create', 'release-1.x')
    commit('1.4.1')
    git('tag', 'v1.4.1')
    git('switch', '--quiet', 'main')
    commit('1.5.0')
    git('tag', 'volatile')
    expect(lastReleaseTag(folder)).toBe('v1.4.0')
  })

  it('may be older than what a shallow clone has', () => {
    git('tag', 'v1.4.0')
    commit('1.5.0')
    const shallow = join(folder, 'shallow')
    git('clone', '--quiet', '--depth', '1', pathToFileURL(folder).href, shallow)
    expect([lastReleaseTag(shallow), lacksHistory(shallow)]).toEqual([undefined, true])
    expect([lastReleaseTag(folder), lacksHistory(folder)]).toEqual(['v1.4.0', false])
  })

  it('has the TypeScript files of that time, with their text', () => {
    write('src/ä.ts', "export const ä = 'ö'\n")
    write('examples/App.tsx', 'no end of a line')
    write('examples/empty.ts', '')
    write('README.md', 'a page')
    commit('1.5.0')
    git('tag', 'v1.5.0')
    write('src/ä.ts', 'changed')
    expect(Object.fromEntries(filesOfTag(folder, 'v1.5.0'))).toEqual({
      'src/ä.ts': "export const ä = 'ö'\n",
      'examples/App.tsx': 'no end of a line',
      'examples/empty.ts': '',
    })
  })
})

describe('the next version', () => {
  it.each([
    ['a patch without a changeset', '1.4.0', undefined, 'patch'],
    ['a patch with a changeset of one', '1.4.0', 'patch', 'patch'],
    ['a minor one with a changeset of one', '1.4.0', 'minor', 'minor'],
    ['a major one with a changeset of one', '1.4.0', 'major', 'major'],
    ['a minor one that package.json has already', '1.5.0', undefined, 'minor'],
    ['a major one that package.json has already', '2.0.0', 'patch', 'major'],
  ])('is %s', (_, version, kind, expected) => {
    write('package.json', JSON.stringify({ version }))
    if (kind !== undefined) write('.changeset/one.md', `---\n'labelbox-org': ${kind}\n---\n\nmajor: no\n`)
    expect(announcedChange(folder, 'v1.4.0')).toBe(expected)
  })
})
