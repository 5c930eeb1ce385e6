import { describe, expect, it } from 'vitest'
import { LabelboxError, type LabelboxErrorInit } from '../core/errors.ts'
import { rememberOrigin } from '../core/origin.ts'
import { realTiming } from '../transport/time/timing.ts'
import { acceptedForm } from './acceptedForm.ts'

const unknownField = { message: 'Cannot query field.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }
const refusedDocument = { code: 'INVALID_QUERY', graphQLErrors: [unknownField] } as const

/** A client, the forms that it sends, and a clock. */
function client() {
  const sent: string[] = []
  let now = 0
  const context = { otherForms: new Map<string, number>(), timing: { ...realTiming, now: () => now } }
  const failing = (init: Partial<LabelboxErrorInit>) => () =>
    Promise.reject(new LabelboxError({ code: 'INVALID_QUERY', message: 'It failed.', ...init }))
  const succeeding =
    (isSent = true) =>
    () => {
      const data = {}
      if (isSent) rememberOrigin(data, { status: 200, requestId: undefined, attempts: 1 })
      return Promise.resolve(data)
    }
  const ask = (first: () => Promise<object>, other: () => Promise<object>): Promise<unknown> => {
    const noting = (name: string, form: () => Promise<object>) => () => {
      sent.push(name)
      return form()
    }
    return acceptedForm(context, 'Sharing', noting('first', first), noting('other', other)).catch(
      (error: unknown) => error,
    )
  }
  const pass = (ms: number): void => void (now += ms)
  return { sent, failing, succeeding, ask, pass }
}

describe('the other form of a request', () => {
  it.each<[string, Partial<LabelboxErrorInit>]>([
    ['a document', refusedDocument],
    ['a text', { graphQLErrors: [{ message: 'x', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }],
    ['the variables', { graphQLErrors: [{ message: 'x', extensions: { code: 'BAD_USER_INPUT' } }] }],
  ])('is sent where the API refuses %s, and from then on', async (_what, init) => {
    const { sent, failing, succeeding, ask } = client()
    await ask(failing(init), succeeding())
    await ask(failing(init), succeeding())
    expect(sent).toEqual(['first', 'other', 'other'])
  })

  it.each<[string, Partial<LabelboxErrorInit>]>([
    ['a resolver', { graphQLErrors: [{ message: 'x', path: ['share'], extensions: { code: 'BAD_USER_INPUT' } }] }],
    ['data', { ...refusedDocument, data: { share: null } }],
    ['data that is null', { ...refusedDocument, data: null }],
    ['a service', { graphQLErrors: [{ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }],
    ['one of two errors', { graphQLErrors: [unknownField, { message: 'x', path: ['share'] }] }],
    ['an error without a code', { graphQLErrors: [{ message: 'x' }] }],
    ['a gateway', { status: 400 }],
    ['an unknown outcome', { ...refusedDocument, mayHaveRun: true }],
    ['the quota', { ...refusedDocument, code: 'API_LIMIT' }],
  ])('is not sent where a refusal comes from %s', async (_what, init) => {
    const { sent, failing, succeeding, ask } = client()
    expect(await ask(failing(init), succeeding())).toBeInstanceOf(LabelboxError)
    expect(sent).toEqual(['first'])
  })

  it.each<[string, LabelboxErrorInit['code']]>([
    ['was aborted', 'ABORTED'],
    ['was not allowed', 'AUTHORIZATION'],
    ['was not sent', 'INCONSISTENT_RESPONSE'],
  ])('is not remembered where its request %s', async (_how, code) => {
    const { sent, failing, succeeding, ask } = client()
    expect(await ask(failing(refusedDocument), failing({ code }))).toMatchObject({ code })
    await ask(failing(refusedDocument), succeeding(false))
    await ask(succeeding(), succeeding())
    expect(sent).toEqual(['first', 'other', 'first', 'other', 'first'])
  })

  it('is remembered for an hour', async () => {
    const { sent, failing, succeeding, ask, pass } = client()
    await ask(failing(refusedDocument), succeeding())
    pass(59 * 60_000)
    await ask(succeeding(), succeeding())
    pass(60_000)
    await ask(succeeding(), succeeding())
    expect(sent).toEqual(['first', 'other', 'other', 'first'])
  })

  it('is refused with the error of the first where the API has neither', async () => {
    const { failing, ask } = client()
    const error = await ask(failing({ ...refusedDocument, status: 400 }), failing({ ...refusedDocument, status: 404 }))
    expect(error).toMatchObject({ status: 400 })
  })
})
