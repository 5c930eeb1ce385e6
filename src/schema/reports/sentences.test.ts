import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readDefinitions } from '../documents/definitions.ts'
import { impactOf } from '../impact/impact.ts'
import { edited } from '../testingSchema.ts'
import { toAnnotations } from './githubAnnotations.ts'
import { toMarkdown } from './markdown.ts'
import {
  brokenTitle,
  bumpText,
  changedTypeText,
  counted,
  filterText,
  listTitle,
  rootFieldText,
  shortened,
  touchedOf,
  unclearTexts,
  untouchedText,
  validText,
  verdictText,
} from './sentences.ts'

const impact = await edited()
const problems = [{ message: 'It is gone.', place: undefined }]
const broken = (kind: 'query' | 'fragment', name: string, alreadyBroken = false) => ({
  kind,
  name,
  alreadyBroken,
  problems,
})
const brokenList = (argument: 'where' | 'orderBy') => ({ list: 'users', argument, alreadyBroken: false, problems })

describe('the sentences of a report', () => {
  it.each([
    ['breaking', 'The new schema breaks these operations or their generated types.'],
    ['dangerous', 'The new schema may change how these operations behave; none breaks.'],
    ['safe', 'The schema changed, and no change can harm these operations.'],
    ['nothing', 'The schema has not changed.'],
  ] as const)('verdict %s: %s', (verdict, text) => {
    expect(verdictText({ ...impact, verdict })).toBe(text)
  })

  it.each([
    ['none', 'No release is needed.'],
    ['minor', 'Suggested version: minor.'],
  ] as const)('bump %s: %s', (bump, text) => {
    expect(bumpText(bump)).toBe(text)
  })

  it.each([
    [0, 0, 0, ''],
    [1, 0, 0, '1 more change affects none of the operations: 1 breaking, 0 dangerous, 0 safe.'],
    [1, 2, 3, '6 more changes affect none of the operations: 1 breaking, 2 dangerous, 3 safe.'],
  ])('%i breaking, %i dangerous and %i safe changes elsewhere: %s', (breaking, dangerous, safe, text) => {
    expect(untouchedText({ ...impact, untouched: { breaking, dangerous, safe } })).toBe(text)
  })

  it('how many operations are valid; fragments and lists do not count', () => {
    const text = (operations: number, ...others: readonly ReturnType<typeof broken>[]) =>
      validText({ ...impact, operations, broken: others, brokenLists: [] })
    expect(text(1)).toBe('The one operation is valid against the new schema.')
    expect(text(1, broken('query', 'A'))).toBe('The one operation is invalid against the new schema.')
    expect(text(3, broken('fragment', 'F'))).toBe('All 3 operations are valid against the new schema.')
    expect(text(3, broken('query', 'A'), broken('fragment', 'F'))).toBe(
      '1 of 3 operations is invalid against the new schema.',
    )
    const lists = [brokenList('where'), brokenList('orderBy')]
    expect(validText({ ...impact, operations: 2, broken: [], brokenLists: lists })).toBe(
      'All 2 operations are valid against the new schema. Some filters of users are invalid. Some orders of users are invalid.',
    )
    expect(lists.map(listTitle)).toEqual(['filters of users', 'orders of users'])
  })

  it('what a filter or an order is called', () => {
    const named = (filter: string) => filterText(filter, (name) => `'${name}'`)
    expect(['users.where.email', 'users.orderBy.email_ASC', 'users.where', 'users.orderBy'].map(named)).toEqual([
      "filter 'email' of 'users'",
      "order 'email_ASC' of 'users'",
      "all filters of 'users'",
      "all orders of 'users'",
    ])
  })

  it('what to say with --rename', () => {
    const unclear = new Map([
      ['Day', []],
      ['User.nick', ['name', 'alias']],
    ])
    expect(unclearTexts(unclear)).toEqual([
      'Day is gone, but what returned or took it is not. If it can be removed: --rename Day=',
      'User.nick may be named name or alias now: --rename User.nick=name or --rename User.nick=alias. If it has no other name: --rename User.nick=',
    ])
  })

  it('titles, counts and generated types', () => {
    expect(brokenTitle(broken('query', 'A'))).toBe('query A')
    expect(brokenTitle(broken('fragment', 'F', true))).toBe('fragment F, which was invalid against the old schema too')
    expect(rootFieldText({ kind: 'query', name: 'a', signature: 'a(x: Int): Int' })).toBe('query a(x: Int): Int')
    expect([counted(0, 'type'), counted(1, 'type'), counted(2, 'type')]).toEqual(['0 types', '1 type', '2 types'])
    const members = [
      { path: 'a', before: 'Int', after: undefined },
      { path: 'b', before: undefined, after: 'Int' },
      { path: 'c', before: 'Int', after: 'String' },
    ]
    expect(changedTypeText({ name: 'AQuery', how: 'changed', members })).toBe(
      'AQuery: a is gone; b is new: Int; c changed from Int to String',
    )
    expect(changedTypeText({ name: 'AQuery', how: 'gone', members: [] })).toBe('AQuery: gone')
  })

  it('a long message of a server, cut at 2,000 characters', () => {
    expect(shortened('x'.repeat(2000))).toBe('x'.repeat(2000))
    expect(shortened('x'.repeat(2001))).toBe(`${'x'.repeat(2000)}…`)
  })

  it('what a change affects, without empty kinds', async () => {
    const { changes } = await edited(['born: Date', ''])
    expect(changes.flatMap(touchedOf)).toEqual([['operations', ['Tall']]])
  })
})

describe('a report of a removed field', async () => {
  const removed = await edited(['born: Date', ''])

  it('annotates the place of each change and each invalid document, and ends with the verdict', () => {
    expect(toAnnotations(removed).trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^::error file=b\/people\.graphql,line=4,col=\d+,title=Schema%3A breaking::Field 'born' was removed/,
      ),
      expect.stringMatching(
        /^::error file=b\/people\.graphql,line=4,col=\d+,title=Tall is invalid::Cannot query field "born"/,
      ),
      expect.stringMatching(
        /^::error title=Schema changes::The new schema breaks .* 1 of \d+ operations .* Suggested version: major\.$/,
      ),
    ])
  })

  it('escapes what GitHub reads as a command', async () => {
    const definitions = readDefinitions({ 'a,b:c.graphql': 'query A { a }' })
    const hostile = await impactOf(
      definitions,
      buildSchema('type Query { a: Int b: Int }'),
      buildSchema('type Query { a: Int @deprecated(reason: "100%\\n::error::x") b: Int }'),
    )
    const lines = toAnnotations(hostile).trimEnd().split('\n')
    expect(lines[0]).toMatch(/^::\w+ file=a%2Cb%3Ac\.graphql,line=1,/)
    expect(lines.every((line) => /^::(?:error|warning|notice) /.test(line))).toBe(true)
  })

  it('writes Markdown with the change, what it affects, the invalid documents and the changelog', () => {
    const text = toMarkdown(removed)
    expect(text).toMatch(
      /^## Schema changes: breaking\n\nThe new schema breaks .*\*\*Suggested version: major\.\*\*\n\n/,
    )
    expect(text).toMatch(
      /- \*\*breaking\*\*: Field `born` was removed .*\n {2}- operations: `Tall`\n {2}- at `b\/people\.graphql:4`\n/,
    )
    expect(text).toMatch(
      /\n### Invalid against the new schema\n\n- query Tall\n {2}- `b\/people\.graphql:4`: Cannot query field `born`/,
    )
    expect(text).toMatch(
      /\n### For the changelog\n\n- \*\*Breaking\.\*\* Field `born` was removed.*\n- \*\*Breaking\.\*\* The API rejects these documents now: `Tall`\.\n$/,
    )
  })
})
