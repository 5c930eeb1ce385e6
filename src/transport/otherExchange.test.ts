import { getEventListeners } from 'node:events'
import { Client, fetchExchange, type Exchange } from '@urql/core'
import { map, pipe } from 'wonka'
import { describe, expect, it } from 'vitest'
import { CreateResourceTagDocument } from '../../generated/operations.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { failure } from '../../test/support/serving.ts'
import { Labelbox } from '../labelbox.ts'
import type { Sandbox } from '../sandbox/index.ts'

/** What the facade makes of an app's client that has nothing of this package. */
const through = (sandbox: Sandbox, exchange = fetchExchange, fetch?: typeof globalThis.fetch): Labelbox =>
  new Labelbox({
    client: new Client({
      url: sandbox.url,
      preferGetMethod: false,
      fetchOptions: { headers: { authorization: `Bearer ${sandbox.apiKey}` } },
      exchanges: [exchange],
      ...(fetch && { fetch }),
    }),
  })

/** Has an operation carried out, and answers in other words. */
const carriedOutBut =
  (operation: string, answer: object): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    return (init?.body as string).includes(operation) ? Response.json(answer) : response
  }

const error = (code: string, path?: readonly (string | number)[]) => ({ message: 'no', path, extensions: { code } })

describe("a change through urql's own fetch", () => {
  it.each([
    ['below the root field', [error('FORBIDDEN', ['createResourceTag', 'id'])]],
    ['beside a failure', [error('FORBIDDEN'), error('INTERNAL_SERVER_ERROR')]],
  ])('may have been made where the refusal is one %s', async (_where, errors) => {
    const sandbox = await sandboxed()
    const labelbox = through(sandbox, fetchExchange, carriedOutBut('createResourceTag', { data: null, errors }))
    const organization = await labelbox.getOrganization()

    const refusal = await failure(organization.createResourceTag({ text: 'urgent', color: 'ff0000' }))

    expect(refusal).toMatchObject({ code: 'AUTHORIZATION', mayHaveRun: true })
    expect((await organization.getResourceTags()).map(({ text }) => text)).toContain('urgent')
  })

  it('has one invite stored, and is not told as refused, where the refusal comes below the root field', async () => {
    const sandbox = await sandboxed()
    const errors = [error('FORBIDDEN', ['createInvites', 0, 'invite', 'inviter'])]
    const labelbox = through(sandbox, fetchExchange, carriedOutBut('createInvites', { data: null, errors }))
    const organization = await labelbox.getOrganization()
    const email = 'ada@example.com'

    const invite = await organization.inviteUser({ email, role: 'LABELER' })

    expect(invite).toMatchObject({ inviteeEmail: email })
    const pending = await organization.getInvites().toArray({ limit: 100 })
    expect(pending.filter(({ inviteeEmail }) => inviteeEmail === email)).toHaveLength(1)
  })
})

describe('an exchange that throws', () => {
  const broken: Exchange = () => (operations$) =>
    pipe(
      operations$,
      map(() => {
        throw new RangeError('Bearer planted-key')
      }),
    )
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

  it('ends the call in a LabelboxError, and leaves no timer and no listener', async () => {
    const sandbox = await sandboxed()
    const { signal } = new AbortController()
    const before = timers()

    const query = await failure(through(sandbox, broken).getUser({ signal }))
    const tag = { text: 'urgent', color: 'ff0000' }
    const mutation = await failure(through(sandbox, broken).execute(CreateResourceTagDocument, tag, { signal }))

    expect([query, mutation]).toMatchObject([
      { code: 'NETWORK', operationName: 'GetUser', retryable: false, mayHaveRun: false, attempts: 1 },
      { operationName: 'CreateResourceTag', mayHaveRun: true, attempts: 1 },
    ])
    expect(String(mutation.cause)).toContain('RangeError')
    expect(String(mutation.cause)).not.toContain('planted-key')
    expect(timers()).toBeLessThanOrEqual(before)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
