import { expect, it } from 'vitest'
import { sharedBasenames } from './sharedBasenames.ts'

it('refuses a basename in two folders', () => {
  expect(sharedBasenames(['src/core/report.ts', 'src/schema/report.ts'])).toEqual([
    'src/core/report.ts, src/schema/report.ts: "report" names several files. Rename all but one.',
  ])
})

it('refuses a basename twice within the sandbox’s resolvers and once beside them', () => {
  expect(sharedBasenames(['src/sandbox/resolvers/keys.ts', 'src/sandbox/store/keys.ts'])).toHaveLength(1)
})

it.each([
  ['a command, a resource and its resolver', ['cli/commands/tags', 'organization/tags/tags', 'sandbox/resolvers/tags']],
  ['a subcommand of schema and its library', ['cli/commands/schema/probe', 'schema/probe/probe']],
  ['entries', ['index', 'urql/index', 'cli/main', 'sandbox/main']],
  ['tests and their helpers', ['core/a.test', 'urql/a.test', 'core/testing', 'urql/testing']],
])('accepts %s', (_, names) => {
  expect(sharedBasenames(names.map((name) => `src/${name}.ts`))).toEqual([])
})
