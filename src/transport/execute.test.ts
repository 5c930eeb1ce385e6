import { setTimeout as sleep } from 'node:timers/promises'
import { Client, gql, type Exchange } from '@urql/core'
import { delay, pipe } from 'wonka'
import { describe, expect, it } from 'vitest'
import { CreateResourceTagDocument, UsersDocument } from '../../generated/operations.ts'
import { operations, rejection, roads, sandboxed } from '../../test/support/roads.ts'
import { isLabelboxError } from '../errors.ts'
import { Labelbox } from '../labelbox.ts'
import { labelboxExchange } from './exchange.ts'

describe.each(roads)('a call %s', (_name, connect) => {
  it('ends in a LabelboxError for what cannot be sent, and leaves no timer behind', async () => {
    const labelbox = connect(await sandboxed())
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()

    const bigint = await rejection(labelbox.execute(UsersDocument, { skip: 1n as never }))
    const text = await rejection(labelbox.execute('query Users { users { id } }' as never, {}))

    expect([bigint, text].map((error) => isLabelboxError(error, 'INVALID_INPUT'))).toEqual([true, true])
    expect(timers()).toBeLessThanOrEqual(before)
  })

  it('that has ended before it began has sent nothing, and says so', async () => {
    const sandbox = await sandboxed()
    const tag = { text: 'never', color: 'ffffff' }

    const error = await rejection(
      connect(sandbox).execute(CreateResourceTagDocument, tag, { signal: AbortSignal.abort() }),
    )

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: false, attempts: 0 })
    expect(sandbox.received).toEqual([])
  })

  it('goes to the experimental endpoint when the field that lives there is in a fragment', async () => {
    const sandbox = await sandboxed()
    const document = gql<{ cancelInvite: { id: string } | null }, { id: string }>`
      mutation Cancel($id: ID!) {
        ...Cancelling
      }
      fragment Cancelling on Mutation {
        cancelInvite(where: { id: $id }) {
          id
        }
      }
    `

    const error = await rejection(connect(sandbox).execute(document, { id: 'nothing' }))

    expect(isLabelboxError(error, 'RESOURCE_NOT_FOUND')).toBe(true)
    expect(sandbox.received.map(({ path }) => path)).toEqual(['/_gql'])
  })
})

it('a mutation that has ended while another exchange held it is not sent after all', async () => {
  const sandbox = await sandboxed()
  const slow: Exchange =
    ({ forward }) =>
    (operations$) =>
      forward(pipe(operations$, delay(60)))
  const client = new Client({
    url: sandbox.url,
    exchanges: [slow, labelboxExchange({ endpoint: sandbox.url, apiKey: sandbox.apiKey })],
  })
  const controller = new AbortController()

  const call = rejection(
    new Labelbox({ client }).execute(
      CreateResourceTagDocument,
      { text: 'late', color: 'ffffff' },
      { signal: controller.signal },
    ),
  )
  await sleep(10)
  controller.abort()

  expect(isLabelboxError(await call, 'ABORTED')).toBe(true)
  await sleep(150)
  expect(operations(sandbox)).toEqual([])
})
