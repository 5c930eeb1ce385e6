import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { generatedOperations } from '../../test/support/generatedOperations.ts'
import { randomOperation } from '../../test/support/randomOperation.ts'
import { typeErrors } from '../../test/support/typeErrors.ts'
import {
  GetIamIntegrationsDocument,
  GetOrganizationDocument,
  UsersDocument,
  type TypedOperation,
} from '../../generated/operations.ts'
import { parseDates, toDateTime, withDates } from './dates.ts'
import { refine } from '../lists/refine.ts'
import { mulberry32 } from '../../scripts/bench/numbers.ts'

const text = '2026-07-28T09:30:00.000Z'
const date = new Date(text)

const sdl = `
  scalar DateTime
  scalar JSON
  interface Node { id: ID! at: DateTime }
  type User implements Node { id: ID! at: DateTime name: String logins: [DateTime!] weeks: [[DateTime]] friends: [User!] raw: JSON }
  type Tag implements Node { id: ID! at: DateTime text: String madeAt: DateTime }
  union Thing = User | Tag
  type Query { now: DateTime user: User nodes: [Node] things: [[Thing!]] }
`

/** The document that `@labelbox-org/tools/codegen` makes of an operation against that schema. */
async function documentOf(operation: string): Promise<TypedOperation<unknown, never>> {
  const config = { scalars: { JSON: 'unknown' } }
  const [, document = ''] =
    /^export const \w+ = (.*) as unknown as /m.exec(await generatedOperations(sdl, operation, config)) ?? []
  return JSON.parse(document) as TypedOperation<unknown, never>
}

describe('parseDates', () => {
  it.each([
    ['at the root', '{ now }', { now: text }, { now: date }],
    ['under an alias', '{ user { born: at } }', { user: { born: text } }, { user: { born: date } }],
    [
      'under the alias __proto__',
      '{ user { __proto__: at } }',
      `{"user":{"__proto__":"${text}"}}`,
      { user: { ['__proto__']: date } },
    ],
    ['in a list', '{ user { logins } }', { user: { logins: [text, text] } }, { user: { logins: [date, date] } }],
    [
      'in a list of lists',
      '{ user { weeks } }',
      { user: { weeks: [[text, null], null] } },
      { user: { weeks: [[date, null], null] } },
    ],
    [
      'in a named fragment',
      '{ user { ...U } } fragment U on User { friends { ...V } } fragment V on User { at }',
      { user: { friends: [{ at: text }] } },
      { user: { friends: [{ at: date }] } },
    ],
    [
      'in an inline fragment',
      '{ user { ... { at } ... on Node { born: at } } }',
      { user: { at: text, born: text } },
      { user: { at: date, born: date } },
    ],
    [
      'of an interface',
      '{ nodes { at ... on Tag { madeAt } } }',
      { nodes: [{ at: text }, null, { at: text, madeAt: text }] },
      { nodes: [{ at: date }, null, { at: date, madeAt: date }] },
    ],
    [
      'of a union in lists',
      '{ things { ... on User { at } ... on Tag { madeAt } } }',
      { things: [[{ at: text }, { madeAt: text }]] },
      { things: [[{ at: date }, { madeAt: date }]] },
    ],
  ])('makes a Date of a date %s', async (_, operation, data, expected) => {
    const document = await documentOf(`query Find ${operation}`)
    expect(parseDates(document, typeof data === 'string' ? (JSON.parse(data) as object) : data)).toStrictEqual(expected)
  })

  it.each([
    ['text under the name of a date', '{ user { at: name createdAt: name } }', { user: { at: text, createdAt: text } }],
    ['an id that looks like a date', '{ user { id } now }', { user: { id: text }, now: null }],
    [
      'a selected __typename',
      '{ things { __typename kind: __typename } }',
      { things: [[{ __typename: 'Tag', kind: 'Tag' }]] },
    ],
    ['a date that is null', '{ now }', { now: null }],
    [
      'what is in a scalar of unknown type',
      '{ user { raw at } }',
      { user: { raw: { at: text, list: [text] }, at: null } },
    ],
    ['a result that is null', '{ now }', null],
    ['a result that is missing', '{ now }', undefined],
  ])('leaves %s as it is', async (_, operation, data) => {
    expect(parseDates(await documentOf(`query Find ${operation}`), data)).toStrictEqual(data)
  })

  it('leaves what another exchange has parsed as it is: dates, and instances of classes', async () => {
    const document = await documentOf('query Find { now user { logins raw at } }')
    const price = new URL('https://example.com')
    const data = { now: date, user: { logins: [date, text], raw: price, at: text } }
    const parsed = parseDates(document, data) as typeof data
    expect(parsed).toStrictEqual({ now: date, user: { logins: [date, date], raw: price, at: date } })
    expect(parsed.user.raw).toBe(price)
    expect(parseDates(document, parsed)).toStrictEqual(parsed)
  })

  it('keeps the key __proto__ an own property, and touches no prototype', async () => {
    const document = await documentOf('query Find { user { __proto__: friends { polluted: name at } } }')
    const data = JSON.parse(`{"user":{"__proto__":[{"polluted":"yes","at":"${text}"}]}}`) as object
    const parsed = parseDates(document, data) as { readonly user: object }
    expect(Object.getPrototypeOf(parsed.user)).toBe(Object.prototype)
    expect(Object.entries(parsed.user)).toStrictEqual([['__proto__', [{ polluted: 'yes', at: date }]]])
  })

  it('does not change the original, which a cache may hold', () => {
    const organization = Object.freeze({ id: 'o', name: 'Acme', createdAt: text, updatedAt: null })
    const parsed = parseDates(GetOrganizationDocument, Object.freeze({ organization }))
    expect(parsed.organization).toEqual({ ...organization, createdAt: date })
    expect(organization.createdAt).toBe(text)
  })

  it('keeps the __typename that GetIamIntegrations selects', () => {
    const settings = { __typename: 'GcpIamIntegrationSettings', serviceAccountEmailId: 'a', readBucket: 'b' } as const
    const integration = {
      id: 'i',
      name: 'n',
      provider: 'GCP',
      valid: true,
      isOrgDefault: true,
      createdAt: text,
      updatedAt: text,
      lastValidAt: null,
      settings,
    }
    const parsed = parseDates(GetIamIntegrationsDocument, { iamIntegrations: [integration as never] })
    expect(parsed.iamIntegrations?.[0]).toEqual({ ...integration, createdAt: date, updatedAt: date })
  })

  it('accepts a document that refine has changed', () => {
    const { document } = refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
    expect(document).not.toBe(UsersDocument)
    const user = { id: 'u', createdAt: text }
    const parsed = parseDates(document, { organization: { id: 'o', users: [user as never] } })
    expect(parsed.organization?.users[0]?.createdAt).toEqual(date)
  })

  it('makes an unreadable date an invalid Date, so that one odd record does not hide the others', async () => {
    const document = await documentOf('query Find { user { logins } }')
    const { user } = parseDates(document, { user: { logins: ['soon', text] } }) as {
      readonly user: { readonly logins: readonly Date[] }
    }
    expect(user.logins.map((each) => each.getTime())).toEqual([NaN, date.getTime()])
  })

  it('refuses a call without a document, and says what it needs', () => {
    const call = parseDates as (data: unknown) => unknown
    for (const data of [{ organization: { createdAt: text } }, undefined, null, 'text']) {
      expect(() => call(data)).toThrow(/parseDates\(\) needs the document/)
    }
  })

  it('gives a Date where the type says so and nowhere else, for random schemas, operations and results', async () => {
    const seeds = fc.sample(fc.integer(), 40)
    const files = await Promise.all(
      seeds.map(async (seed, index): Promise<[string, string]> => {
        const { sdl, operation, data } = randomOperation(mulberry32(seed))
        const content = await generatedOperations(sdl, operation)
        const [, document = ''] = /^export const FindDocument = (.*) as unknown as /m.exec(content) ?? []
        const parsed = parseDates(JSON.parse(document) as TypedOperation<unknown, never>, data as object)
        const name = `random${String(index)}.ts`
        return [
          name,
          `${content}\nimport type { WithDates } from 'labelbox-org'\nconst parsed = ${literal(parsed)} as const\nexport const checked: WithDates<FindQuery> = parsed\n`,
        ]
      }),
    )
    expect(typeErrors(Object.fromEntries(files)), String(seeds)).toEqual([])
  })
})

/** A value as an expression of TypeScript. */
function literal(value: unknown): string {
  if (value instanceof Date) return `new Date(${String(value.getTime())})`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, member]) => `['${key}']: ${literal(member)}`)
    .join(', ')} }`
}

describe('withDates', () => {
  it('makes a Date of each date of this package, at any depth, and of no other text', () => {
    const user = { id: text, name: text, createdAt: text, updatedAt: null, lastLoginAt: undefined }
    expect(withDates({ nodes: [user, null], total: 2, createdAt: [text] })).toStrictEqual({
      nodes: [{ ...user, createdAt: date }, null],
      total: 2,
      createdAt: [date],
    })
    expect(withDates([text, null, 1])).toStrictEqual([text, null, 1])
    expect(withDates(text)).toBe(text)
    expect(withDates(null)).toBeNull()
  })

  it('leaves out the __typename that a cache has added', () => {
    const tag = { __typename: 'Tag', id: 't' }
    expect(withDates({ __typename: 'User', createdAt: text, tags: [tag] })).toStrictEqual({
      createdAt: date,
      tags: [{ id: 't' }],
    })
    expect(withDates(tag)).toStrictEqual({ id: 't' })
    expect(tag).toStrictEqual({ __typename: 'Tag', id: 't' })
  })

  it('copies only what changes', () => {
    const role = { id: 'r', name: 'Labeler' }
    const user = Object.freeze({ role, createdAt: text })
    expect(withDates(role)).toBe(role)
    expect(withDates(user).role).toBe(role)
  })
})

describe('toDateTime', () => {
  test.each([
    ['2026-07-28T11:30:00+02:00', '2026-07-28T09:30:00Z'],
    ['2026-07-28T09:30:00.120Z', '2026-07-28T09:30:00.120Z'],
  ])('writes %s as %s', (date, expected) => {
    expect(toDateTime(new Date(date))).toBe(expected)
  })
})
