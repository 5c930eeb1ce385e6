import { isLabelboxError, Labelbox } from 'labelbox-org'
import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Organization } from '../src/organization/organization.ts'
import { Paginated } from '../src/lists/paginated.ts'
import { changes, makeRecords, reads, type Records } from './support/everyMethod.ts'
import { shipped } from './support/pageOperations.ts'
import { operations, rejection } from './support/roads.ts'

let sandbox: Sandbox
let records: Records

beforeAll(async () => {
  sandbox = await createSandbox({ users: 5, projects: 1 })
  records = await makeRecords(sandbox, client())
})

afterAll(() => sandbox.close())

/** A fresh client, which has to load everything. */
function client(options: { readonly onPartialData?: 'return' } = {}): Labelbox {
  const { url, apiKey } = sandbox
  return new Labelbox({ endpoint: url, apiKey, retry: { baseDelayMs: 1 }, ...options })
}

const mutations = shipped('mutation')
const isChange = (operation: string | undefined): boolean => mutations.includes(operation ?? '')

/** Reads that only spare a request: without their response, the API decides about the change. */
const dispensable: ReadonlySet<string | undefined> = new Set(['GetRolePermissions'])

it('the tables list every method of Organization', () => {
  const methods = Object.getOwnPropertyNames(Organization.prototype).filter((name) => name !== 'constructor')
  expect([...Object.keys(changes), ...Object.keys(reads)].sort()).toEqual(methods.sort())
})

describe('with onPartialData: return', () => {
  it.each(Object.entries(reads))('a method that only reads returns partial data: %s', async (_, call) => {
    const organization = await client({ onPartialData: 'return' }).getOrganization()
    const before = operations(sandbox).length
    await read(call(organization, records, undefined))
    const last = operations(sandbox).slice(before).at(-1) ?? ''

    sandbox.setFaults([{ kind: 'partial', operationName: last, times: Infinity }])
    await read(call(organization, records, undefined))
    sandbox.setFaults([])
  })

  it.each(Object.entries(changes))(
    'a method that reads in order to change changes nothing after one, whichever of its reads gets it: %s',
    async (_, call) => {
      for (let skip = 0; ; skip += 1) {
        const organization = await client({ onPartialData: 'return' }).getOrganization()
        const before = operations(sandbox).length
        sandbox.setFaults([{ kind: 'partial', code: 'FORBIDDEN', skip }])
        const error = await Promise.resolve(call(organization, records, { onPartialData: 'return' })).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        sandbox.setFaults([])
        const sent = operations(sandbox).slice(before)
        // All reads before the change are done.
        if (skip >= sent.length || isChange(sent[skip])) break
        if (dispensable.has(sent[skip])) {
          expect([error, sent.filter(isChange)], sent[skip]).toEqual([undefined, [sent.at(-1)]])
          continue
        }
        expect(isLabelboxError(error, 'AUTHORIZATION'), `${sent[skip]}: ${String(error)}`).toBe(true)
        expect(sent.filter(isChange), sent[skip]).toEqual([])
      }
    },
  )
})

/** A method's result, or the first page of its list. */
const read = (given: unknown): Promise<unknown> =>
  given instanceof Paginated ? given.firstPage() : Promise.resolve(given)

const bad: readonly (readonly [what: string, options: unknown])[] = [
  ['a controller for a signal', { signal: new AbortController() }],
  ['a text for a signal', { signal: 'stop' }],
  ['null for a signal', { signal: null }],
  ['a negative timeoutMs', { timeoutMs: -1 }],
  ['a timeoutMs that is not a number', { timeoutMs: '60' }],
  ['a deadlineMs that is not a number', { deadlineMs: NaN }],
  ['an unknown onPartialData', { onPartialData: 'keep' }],
  ['null', null],
  ['a number', 5],
  ['a text', 'fast'],
]

const ofLists: readonly (readonly [what: string, options: unknown])[] = [
  ['a pageSize of 0', { pageSize: 0 }],
  ['a pageSize that is text', { pageSize: '10' }],
  ['a pageSize without end', { pageSize: Infinity }],
]

const ofMethods: Readonly<Record<string, readonly (readonly [what: string, options: unknown])[]>> = {
  users: [
    ['one record per page', { pageSize: 1 }],
    ['no pages at once', { concurrency: 0 }],
    ['an unknown filter', { where: { shoeSize: '44' } }],
    ['a filter that is text', { where: 'deleted' }],
    ['an unknown order', { orderBy: 'shoeSize_ASC' }],
  ],
  getInvites: [['a project that is a number', { project: 7 }]],
  inviteUser: [
    ['an unknown ifInvited', { ifInvited: 'again' }],
    ['an unknown onUnknown', { onUnknown: 'hope' }],
  ],
  inviteUsers: [
    ['a batchSize of 0', { batchSize: 0 }],
    ['an unknown ifSeatsShort', { ifSeatsShort: 'buy' }],
    ['an onProgress that is not a function', { onProgress: 5 }],
    ['an onOutcome that is not a function', { onOutcome: {} }],
    ['a journal without its methods', { journal: {} }],
    ['a spool that is text', { spool: 'disk' }],
    ['an unknown ifInvalid', { ifInvalid: 'hide' }],
  ],
  removeUsers: [['a journal without its methods', { journal: 'people.journal' }]],
  report: [
    ['a period of 0 days', { inactiveForDays: 0 }],
    ['a period that is text', { waitingForDays: '30d' }],
    ['a period without an end', { keysEndingInDays: Infinity }],
    ['a text for validate', { validate: 'yes' }],
    ['a now that is not a date', { now: '2026-01-01' }],
    ['a now without a time', { now: new Date(NaN) }],
    ['no pages at once', { concurrency: 0 }],
    ['one record per page', { pageSize: 1 }],
    ['an onProgress that is not a function', { onProgress: 5 }],
  ],
}

describe('a wrong option rejects', () => {
  it.each(Object.entries({ ...reads, ...changes }))(
    'rejects, throws nothing at once and sends nothing: %s',
    async (method, call) => {
      const organization = await client().getOrganization()
      const refused = call(organization, records, { timeoutMs: -1 })
      const isList = refused instanceof Paginated
      await rejection(read(refused))
      for (const [what, options] of [...bad, ...(isList ? ofLists : []), ...(ofMethods[method] ?? [])]) {
        const before = sandbox.received.length
        const given = call(organization, records, options as object)
        expect(given instanceof Promise || given instanceof Paginated, what).toBe(true)
        const error = await rejection(read(given))
        expect(isLabelboxError(error, 'INVALID_INPUT'), `${what}: ${String(error)}`).toBe(true)
        const sent = operations(sandbox).slice(before)
        expect(sent, what).toEqual([])
      }
    },
  )

  it.each(bad)('in the methods of Labelbox: %s', async (_what, options) => {
    const labelbox = client()
    const [getOrganization, getUser] = [
      labelbox.getOrganization(options as object),
      labelbox.getUser(options as object),
    ]
    for (const call of [getOrganization, getUser]) {
      expect(isLabelboxError(await rejection(call), 'INVALID_INPUT')).toBe(true)
    }
  })
})
