import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reportsWithoutChangeset } from './changesets.ts'

let folder = ''
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}

function commit(files: Readonly<Record<string, string>> = {}): void {
  write(files)
  git('add', '--all')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'one')
}

const changeset = (text: string): string => `---\n'labelbox-org': minor\n---\n\n${text}\n`

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelbox-org-changesets-'))
  git('init', '--quiet', '--initial-branch', 'main')
  commit({
    'etc/api/urql.api.md': 'urql',
    'etc/api/bulk.api.md': 'bulk',
    '.changeset/README.md': 'How to write one',
    '.changeset/former.md': changeset('A former change'),
    'src/index.ts': 'code',
  })
  git('switch', '--quiet', '--create', 'topic')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const urql = { 'etc/api/urql.api.md': 'urql, changed' }

describe('a branch', () => {
  it.each([
    ['one that changed', urql, ['etc/api/urql.api.md']],
    ['one that is new', { 'etc/api/react.api.md': 'react' }, ['etc/api/react.api.md']],
    [
      'both, beside a new text of the README of changesets',
      { ...urql, 'etc/api/react.api.md': '', '.changeset/README.md': 'How' },
      ['etc/api/react.api.md', 'etc/api/urql.api.md'],
    ],
    ['none beside a new changeset', { ...urql, '.changeset/new.md': changeset('A change') }, []],
    ['one beside an empty changeset', { ...urql, '.changeset/new.md': '---\n---\n' }, ['etc/api/urql.api.md']],
    ['one beside a changeset without a text', { ...urql, '.changeset/new.md': changeset('') }, ['etc/api/urql.api.md']],
    ['none beside an edited changeset', { ...urql, '.changeset/former.md': changeset('Two changes') }, []],
    [
      'none beside one with quotes and the line ends of Windows',
      { ...urql, '.changeset/new.md': changeset('A change').replace('minor', '"minor" ').replaceAll('\n', '\r\n') },
      [],
    ],
    ['none if only code changed', { 'src/index.ts': 'changed' }, []],
  ])('names the reports without a changeset: %s', (_, files, expected) => {
    write(files)
    expect([...reportsWithoutChangeset(folder, 'main')].sort()).toEqual(expected)
    commit()
    expect([...reportsWithoutChangeset(folder, 'main')].sort()).toEqual(expected)
  })

  it('needs a changeset for a removed report, even where it removes another changeset', () => {
    rmSync(join(folder, 'etc/api/urql.api.md'))
    rmSync(join(folder, '.changeset/former.md'))
    commit()
    expect(reportsWithoutChangeset(folder, 'main')).toEqual(['etc/api/urql.api.md'])
  })

  it('does not answer for what the other branch has got since', () => {
    git('switch', '--quiet', 'main')
    commit({ 'etc/api/bulk.api.md': 'bulk, changed', '.changeset/bulk.md': changeset('A change') })
    git('switch', '--quiet', 'topic')
    commit(urql)
    expect(reportsWithoutChangeset(folder, 'main')).toEqual(['etc/api/urql.api.md'])
  })

  it('of a repository that lacks the other one says what is missing', () => {
    expect(() => reportsWithoutChangeset(folder, 'origin/main')).toThrow(
      'No commit in common with origin/main. Does it exist, and was all of its history fetched?',
    )
  })
})
