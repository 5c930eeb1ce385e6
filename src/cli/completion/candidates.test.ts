import { expect, it } from 'vitest'
import { complete } from './candidates.ts'
import { toProgram } from '../program.ts'

const values = (...words: readonly string[]) => complete(toProgram('1.0.0'), words).map(({ value }) => value)

it.each([
  [['mem'], ['members']],
  [
    ['members', ''],
    ['list', 'projects', 'remove', 'role', 'help'],
  ],
  [
    ['--profile', 'work', 'members', 'r'],
    ['remove', 'role'],
  ],
  [['--profile', ''], []],
  [['members', 'list', '--l'], ['--limit']],
  [['members', 'list', '--li', '--'], expect.arrayContaining(['--json', '--limit', '--help']) as unknown],
  [
    ['iam', 'create', ''],
    ['AWS', 'GCP', 'Azure'],
  ],
  [['iam', 'create', 'AWS', ''], []],
  [
    ['invites', 'send', 'a@example.com', '--if-invited', 're'],
    ['refuse', 'return', 'replace'],
  ],
  [
    ['invites', 'send', '--if-invited=re'],
    ['--if-invited=refuse', '--if-invited=return', '--if-invited=replace'],
  ],
  // As bash breaks the word.
  [
    ['invites', 'send', '--if-invited', '=', 're'],
    ['refuse', 'return', 'replace'],
  ],
  [
    ['invites', 'send', '--if-invited', '='],
    ['refuse', 'return', 'replace', 'send'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['compl'], ['completion']],
  [['nothing', ''], []],
])('completes %j with %j', (words, expected) => {
  expect(values(...words)).toEqual(expected)
})

it('offers each option once', () => {
  const offered = values('members', 'list', '--')
  expect(new Set(offered).size).toBe(offered.length)
})
