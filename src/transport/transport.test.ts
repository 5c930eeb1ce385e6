import { describe, expect, test } from 'vitest'
import { CreateResourceTagDocument, GetUserDocument } from '../../generated/operations.ts'
import { failure, scriptedTiming } from '../../test/support/serving.ts'
import { connect } from './connection.ts'
import { deliver } from './deliver.ts'
import type { Transport } from './transport.ts'

/** A client whose transport does this. */
const through = (send: Transport['send'], repeatsChanges?: boolean) =>
  connect({ transport: { send, repeatsChanges }, retry: { maxAttempts: 2 } }, scriptedTiming())

const createTag = (connection: ReturnType<typeof connect>, signal?: AbortSignal) =>
  failure(deliver(connection, CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' }, { signal }))

const broken = () => Promise.reject(new Error('broken'))

describe('what a transport says about a request counts:', () => {
  test('a change that did not go out is sent again', async () => {
    const error = await createTag(
      through(({ onSent }) => {
        onSent(false)
        return broken()
      }),
    )
    expect(error).toMatchObject({ code: 'NETWORK', attempts: 2, mayHaveRun: false })
  })

  test('a change that went out may have been made, and is not sent again', async () => {
    const error = await createTag(
      through(({ onSent }) => {
        onSent(false)
        onSent(true)
        // A proof, if the transport had said nothing.
        return Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
      }),
    )
    expect(error).toMatchObject({ code: 'NETWORK', attempts: 1, mayHaveRun: true })
  })

  test.each([
    ['a change before it went out', false, false, 'Nothing was changed.'],
    ['a change after it went out', true, true, 'The change may have been made.'],
  ])('an abort ends %s', async (_, isSent, mayHaveRun, end) => {
    const controller = new AbortController()
    const connection = through(({ onSent }) => {
      onSent(isSent)
      controller.abort()
      return new Promise(() => undefined)
    })
    expect(await createTag(connection, controller.signal)).toMatchObject({
      code: 'ABORTED',
      mayHaveRun,
      message: `CreateResourceTag was aborted by its signal. ${end}`,
    })
  })

  test('but a query changes nothing', async () => {
    const controller = new AbortController()
    const connection = through(({ onSent }) => {
      onSent(true)
      controller.abort()
      return new Promise(() => undefined)
    })
    const call = deliver(connection, GetUserDocument, {}, { signal: controller.signal })
    expect(await failure(call)).toMatchObject({ code: 'ABORTED', mayHaveRun: false })
  })
})

test.each([
  ['that would send a text twice', true, { attempts: 2, mayHaveRun: false }],
  ['that sends each body once', false, { attempts: 1, mayHaveRun: true }],
])(
  'a transport %s: what Deno’s words about a refused connection prove of a change',
  async (_, repeatsChanges, state) => {
    const refused = new TypeError('error sending request for url (https://api.labelbox.com/): client error (Connect)')
    expect(await createTag(through(() => Promise.reject(refused), repeatsChanges))).toMatchObject(state)
  },
)
