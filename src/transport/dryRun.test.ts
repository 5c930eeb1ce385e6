import { Client } from '@urql/core'
import { describe, expect, test, vi } from 'vitest'
import { CreateResourceTagDocument, GetUserDocument } from '../../generated/operations.ts'
import { giving, type HttpServer } from '../../test/support/httpServer.ts'
import { failure, serving } from '../../test/support/serving.ts'
import { isLabelboxError } from '../core/errors.ts'
import { Labelbox } from '../labelbox.ts'
import type { PlannedMutation } from './dryRun.ts'
import { labelboxExchange } from '../urql/exchange.ts'

type Plan = (planned: PlannedMutation) => unknown

const client = ({ origin }: HttpServer, dryRun: Plan) =>
  new Client({ url: origin, exchanges: [labelboxExchange({ endpoint: origin, dryRun })] })

const roads: readonly (readonly [name: string, road: (server: HttpServer, dryRun: Plan) => Labelbox])[] = [
  ['by key', ({ origin }, dryRun) => new Labelbox({ apiKey: 'key', endpoint: origin, dryRun })],
  ['through a urql client', (server, dryRun) => new Labelbox({ client: client(server, dryRun) })],
]

const variables = { text: 'urgent', color: 'ff0000' }
const answered = giving({ user: { id: 'u-1' } })

describe.each(roads)('a dry run, %s,', (_, road) => {
  test('sends no mutation, and reports what it would have sent', async () => {
    const plan = vi.fn<Plan>()
    const server = await serving(answered)
    const error = await failure(road(server, plan).execute(CreateResourceTagDocument, variables))
    expect(error).toMatchObject({
      code: 'DRY_RUN',
      operationName: 'CreateResourceTag',
      attempts: 0,
      mayHaveRun: false,
      retryable: false,
    })
    expect(plan.mock.calls).toEqual([[{ operationName: 'CreateResourceTag', variables }]])
    expect(server.received).toEqual([])
  })

  test('reports variables as they would be sent, even very deep ones', async () => {
    const plan = vi.fn<Plan>()
    const server = await serving(answered)
    let deep: object = {}
    for (let level = 0; level < 100_000; level += 1) deep = { deep }
    const text = { deep, toJSON: () => 'urgent' } as unknown as string
    const error = await failure(road(server, plan).execute(CreateResourceTagDocument, { ...variables, text }))
    expect(error).toMatchObject({ code: 'DRY_RUN', mayHaveRun: false })
    expect(plan.mock.calls).toEqual([[{ operationName: 'CreateResourceTag', variables }]])
    expect(server.received).toEqual([])
  })

  test('sends queries', async () => {
    const plan = vi.fn<Plan>()
    const server = await serving(answered)
    expect(await road(server, plan).execute(GetUserDocument, {})).toMatchObject({ user: { id: 'u-1' } })
    expect(plan).not.toHaveBeenCalled()
    expect(server.received).toHaveLength(1)
  })

  test.each<[string, Plan]>([
    [
      'throws',
      () => {
        throw new Error('no paper')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no paper'))],
  ])('sends nothing even if the report %s', async (_, plan) => {
    const server = await serving(answered)
    expect(await failure(road(server, plan).execute(CreateResourceTagDocument, variables))).toHaveProperty(
      'code',
      'DRY_RUN',
    )
    expect(server.received).toEqual([])
  })
})

test.each([true, 'yes', {}, null])('refuses the dryRun %j from JavaScript instead of sending changes', (value) => {
  const dryRun = value as unknown as Plan
  for (const make of [() => new Labelbox({ apiKey: 'key', dryRun }), () => labelboxExchange({ dryRun })]) {
    let refusal: unknown
    try {
      make()
    } catch (error) {
      refusal = error
    }
    expect(isLabelboxError(refusal, 'INVALID_INPUT') && refusal.message).toContain('dryRun must be a function')
  }
})
