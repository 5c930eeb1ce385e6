import { buildSchema } from 'graphql'
import { Labelbox, type Organization } from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { without } from '../../../test/support/without.ts'
import { applyTo } from '../apply/repair.ts'
import { definitionsOf, listDefinitions, shippedDocuments } from '../files/loadDefinitions.ts'
import { toSend } from '../probe/apiSender.ts'
import { askLocked } from '../probe/askLocked.ts'
import { targetsOf } from '../probe/probe.ts'
import { toChangelog, toMarkdown } from '../reports/markdown.ts'
import { toRecord } from '../reports/jsonRecords.ts'
import { impactOf } from './impact.ts'

const { files, usage } = await shippedDocuments()
const definitions = definitionsOf(files)

/** Replaces a text that the schema has. */
const replaced =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`The schema has no ${String(from)}.`)
    return changed
  }

const renamed = (from: string, to: string) => (text: string) => text.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to)

/** In the fields of an input type. */
const inInput = (type: string, edit: (text: string) => string) => (text: string) => {
  const start = text.indexOf(`input ${type} {`)
  const end = text.indexOf('\n}', start)
  return text.slice(0, start) + edit(text.slice(start, end)) + text.slice(end)
}

type Call = (organization: Organization) => PromiseLike<unknown>

const byEmail: Call = (organization) => organization.users({ where: { email: 'a@example.com' } }).firstPage()
const byNickname: Call = (organization) => organization.users({ orderBy: 'nickname_ASC' }).firstPage()
const invite: Call = (organization) => organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' })
const list: Call = (organization) => organization.users().firstPage()

interface Case {
  readonly edit: (sdl: string) => string
  readonly verdict: string
  readonly bump: string
  readonly filters?: readonly string[]
  /** Some of the methods that the report names. */
  readonly methods?: readonly string[]
  readonly changelog?: RegExp
  /** What apply does to the documents. Default: nothing. */
  readonly applied?: {
    /** Each as `Old=New`. */
    readonly renamed?: readonly string[]
    readonly removed?: readonly string[]
    readonly unclear?: readonly string[]
    /** Operations that a person has to change. */
    readonly left?: readonly string[]
  }
  /** Calls that the sandbox with the changed schema refuses, and others that it answers. */
  readonly refused?: readonly Call[]
  readonly answered?: readonly Call[]
}

const anyone = ['Organization.users', 'Organization.getMembers']

const cases: Readonly<Record<string, Case>> = {
  'an order is removed': {
    edit: without('UserOrderByInput.nickname_ASC'),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.orderBy.nickname_ASC'],
    methods: anyone,
    changelog: /^- \*\*Breaking\.\*\* .*: order `nickname_ASC` of `users`, `Organization\.getMembers`/m,
    refused: [byNickname],
    answered: [list, byEmail, invite],
  },
  'a filter that lookups use is removed': {
    edit: without('UserWhereInput.email'),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.where.email'],
    methods: [...anyone, 'Organization.inviteUser', 'Organization.removeUser'],
    changelog: /^- \*\*Breaking\.\*\* .*: filter `email` of `users`, .*`Organization\.inviteUser`/m,
    refused: [byEmail, invite],
    answered: [list, byNickname],
  },
  'a filter that only callers choose is removed': {
    edit: without('UserWhereInput.nickname'),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.where.nickname'],
    methods: anyone,
    answered: [list, byEmail, byNickname, invite],
  },
  'all filters are removed': {
    edit: without('Organization.users.where'),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.where'],
    methods: [...anyone, 'Organization.inviteUser'],
    changelog: /: all filters of `users`, /,
    refused: [byEmail, invite],
    answered: [list, byNickname],
  },
  'filters cannot be combined any more': {
    edit: without('UserWhereInput.AND'),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.where'],
    refused: [invite],
    answered: [list, byEmail],
  },
  'all orders are removed': {
    edit: without('Organization.users.orderBy'),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.orderBy'],
    refused: [byNickname],
    answered: [list, byEmail, invite],
  },
  'a filter has another type': {
    edit: inInput('UserWhereInput', replaced(/^ {2}email: String/m, '  email: Int')),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.where.email'],
    refused: [byEmail, invite],
    answered: [list],
  },
  'a filter is required': {
    edit: inInput('UserWhereInput', replaced(/^ {2}email: String/m, '  email: String!')),
    verdict: 'breaking',
    bump: 'major',
    applied: { left: ['GetGroupMemberPage'] },
    refused: [(organization) => organization.users({ where: { nickname: 'a' } }).firstPage()],
    answered: [list, byEmail],
  },
  'a filter is only at the experimental endpoint': {
    edit: inInput(
      'UserWhereInput',
      replaced(/"""[^"]*"""(\s+email: String)/, '"""Experimental endpoint (/_gql)."""$1'),
    ),
    verdict: 'breaking',
    bump: 'major',
    filters: ['users.where.email'],
    methods: ['Organization.inviteUser'],
    changelog: /`UserWhereInput\.email` moved from `\/graphql` to `\/_gql`: filter `email` of `users`/,
    refused: [byEmail, invite],
    answered: [list],
  },
  'the types of filters and orders have other names': {
    edit: (text) => renamed('UserWhereInput', 'PeopleFilter')(renamed('UserOrderByInput', 'PeopleOrder')(text)),
    verdict: 'dangerous',
    bump: 'minor',
    filters: ['users.where'],
    answered: [list, byEmail, byNickname, invite],
  },
  'filters and an order are new': {
    edit: (text) =>
      replaced(
        /(enum UserOrderByInput \{.*)/,
        '$1\n  shoeSize_ASC',
      )(replaced(/(input UserWhereInput \{.*)/, '$1\n  shoe: String\n  shoeSize: Int')(text)),
    verdict: 'safe',
    bump: 'minor',
    filters: ['users.where.shoe', 'users.orderBy.shoeSize_ASC'],
    methods: anyone,
    changelog: /: filter `shoe` of `users`, `Organization\.getMembers`, `Organization\.users`\.$/m,
    answered: [list, byEmail, invite],
  },
  'a filter is described': {
    edit: inInput('UserWhereInput', replaced(/"""[^"]*"""(\s+email: String)/, '"""About."""$1')),
    verdict: 'safe',
    bump: 'patch',
    filters: ['users.where.email'],
    answered: [list, byEmail, invite],
  },
  'the scalar of a filter has another name': {
    edit: renamed('DateTime', 'Instant'),
    verdict: 'breaking',
    bump: 'major',
    refused: [(organization) => organization.users({ where: { createdAt_gt: new Date(0) } }).firstPage()],
    answered: [list, byEmail],
  },
  'a mutation moves to the experimental endpoint': {
    edit: replaced(/"""[^"]*"""(\s+createInvites\()/, '"""Experimental endpoint (/_gql). Invites people."""$1'),
    verdict: 'breaking',
    bump: 'major',
    methods: ['Organization.inviteUser', 'Organization.inviteUsers', 'Organization.resendInvite'],
    changelog: /`Mutation\.createInvites` moved from `\/graphql` to `\/_gql`: `Organization\.inviteUser`/,
    refused: [invite],
    answered: [list, byEmail],
  },
  'a query moves to the experimental endpoint': {
    edit: replaced(/"""[^"]*"""(\s+roles\()/, '"""Experimental endpoint (/_gql). Roles."""$1'),
    verdict: 'breaking',
    bump: 'major',
    methods: ['Organization.getRoles', 'Organization.inviteUser'],
    refused: [(organization) => organization.getRoles(), invite],
    answered: [list],
  },
  'a field of a record moves to the experimental endpoint': {
    edit: replaced(/("""[^"]*"""|"[^"\n]*")(\s+lastLoginAt: )/, '"""Experimental endpoint (/_gql). Login."""$2'),
    verdict: 'breaking',
    bump: 'major',
    methods: ['Organization.users', 'Organization.getMembers'],
    refused: [list],
  },
  'a mutation moves to the public endpoint': {
    edit: replaced('Experimental endpoint (/_gql). Withdraws', 'Withdraws'),
    verdict: 'dangerous',
    bump: 'minor',
    methods: ['Organization.cancelInvite'],
    changelog: /^- `Mutation\.cancelInvite` moved from `\/_gql` to `\/graphql`: `Organization\.cancelInvite`/m,
    answered: [
      async (organization) => {
        await organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' })
        return organization.cancelInvitesTo('ada@example.com')
      },
    ],
  },
  'a field of a record is removed': {
    edit: without('User.nickname'),
    verdict: 'breaking',
    bump: 'major',
    methods: ['Organization.users', 'Organization.inviteUser'],
    changelog:
      /^- \*\*Breaking\.\*\* Field `nickname` was removed from object type `User`: .*`Organization\.users`.*`User`/m,
    applied: { removed: ['User.nickname'] },
    refused: [list],
  },
  'a type that a fragment names has another name': {
    edit: renamed('Webhook', 'Hook'),
    verdict: 'breaking',
    bump: 'major',
    methods: ['Organization.webhooks', 'Organization.createWebhook'],
    changelog: /^- \*\*Breaking\.\*\* `Webhook` is named `Hook` now: .*`Organization\.webhooks`/m,
    applied: { renamed: ['Webhook=Hook'] },
    refused: [(organization) => organization.webhooks().firstPage()],
    answered: [list, byEmail, invite],
  },
  'types of records have other names': {
    edit: (text) => renamed('Organization', 'Company')(renamed('User', 'Person')(text)),
    verdict: 'breaking',
    bump: 'major',
    applied: { renamed: ['Organization=Company', 'User=Person'] },
    refused: [list],
  },
  'a type that nobody names has another name': {
    edit: renamed('Role', 'AccessRole'),
    verdict: 'dangerous',
    bump: 'minor',
    methods: ['Organization.getRoles'],
    changelog: /^- `Role` is named `AccessRole` now\.$/m,
    answered: [list, invite, (organization) => organization.getRoles()],
  },
  'a root field has another name': {
    edit: replaced(/^ {2}createInvites\(/m, '  createInvitations('),
    verdict: 'breaking',
    bump: 'major',
    methods: ['Organization.inviteUser'],
    applied: { unclear: ['Mutation.createInvites'], left: ['InviteUser'] },
    refused: [invite],
    answered: [list],
  },
  'a field of a record is deprecated': {
    edit: replaced(/^( {2}nickname: String)/m, '$1 @deprecated(reason: "Use name.")'),
    verdict: 'safe',
    bump: 'patch',
    changelog: /^- Field `User\.nickname` is deprecated: .*`Organization\.users`.*`User`/m,
    answered: [list, byEmail, invite],
  },
  'a field of a record is never null': {
    edit: replaced(/^( {2}nickname: String)( |$)/m, '$1!$2'),
    verdict: 'safe',
    bump: 'minor',
    methods: ['Organization.users'],
    answered: [byEmail],
  },
  'a record has a new field': {
    edit: replaced(/^type User \{/m, '$&\n  shoeSize: Int'),
    verdict: 'safe',
    bump: 'none',
    answered: [list, byEmail, invite],
  },
}

it('the table has at least 22 changes', () => {
  expect(Object.keys(cases).length).toBeGreaterThanOrEqual(22)
})

it.each(Object.entries(cases))('%s: the verdict is what the present client meets', async (_, expected) => {
  const { edit, verdict, bump, filters = [], methods = [], changelog = /^/, refused = [], answered = [] } = expected
  const { renamed: newNames = [], removed = [], unclear = [], left = [] } = expected.applied ?? {}
  const impact = await impactOf(definitions, buildSchema(sdl), buildSchema(edit(sdl)), usage)

  expect([impact.verdict, impact.bump]).toEqual([verdict, bump])
  const record = toRecord(impact)
  expect(record.changes.flatMap((change) => change.filters)).toEqual(expect.arrayContaining([...filters]))
  expect(record.changes.flatMap((change) => change.methods)).toEqual(expect.arrayContaining([...methods]))
  const text = toChangelog(impact)
  expect(text).toMatch(changelog)
  expect(text.includes('**Breaking.**')).toBe(verdict === 'breaking')
  const version = bump === 'none' ? 'No release is needed.' : `Suggested version: ${bump}.`
  expect(toMarkdown(impact)).toContain(`**${version}**`)

  const repair = applyTo(files, buildSchema(sdl), buildSchema(edit(sdl)))
  const parts = [...new Set(repair.removed.map(({ what }) => what))]
  expect([...new Set(repair.renamed.map(({ from, to }) => `${from}=${to}`))]).toEqual(newNames)
  expect(parts).toEqual(removed)
  expect([...repair.unclear.keys()]).toEqual(unclear)
  expect(repair.left.map(({ name }) => name).sort()).toEqual([...left].sort())
  if (newNames.length + removed.length === 0) expect(repair.changed).toEqual({})
  // A file goes only if what it is about is gone.
  if (removed.length === 0) expect(Object.values(repair.changed)).not.toContain('')

  await using sandbox = await createSandbox({ schema: edit })
  const send = toSend({ endpoint: sandbox.url, apiKey: sandbox.apiKey, retry: false })
  const targets = targetsOf([...definitions, ...listDefinitions()])
  const judged = await Promise.all(targets.map(({ path, document }) => askLocked(send, path, document)))
  expect(judged.some((each) => each.verdict === 'invalid')).toBe(verdict === 'breaking')
  expect(judged.filter((each) => each.verdict !== 'valid' && each.verdict !== 'invalid')).toEqual([])
  const organization = () => new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  for (const call of answered) await call(await organization())
  for (const call of refused) {
    await expect(organization().then(call)).rejects.toMatchObject({ name: 'LabelboxError' })
  }
})
