import { cacheExchange, Client } from '@urql/core'
import { describe, expect, test } from 'vitest'
import { CreateResourceTagDocument, GetOrganizationDocument } from '../../generated/operations.ts'
import type { HttpServer } from '../../test/support/httpServer.ts'
import { answering, failure, graphQLError, serving } from '../../test/support/serving.ts'
import { Labelbox } from '../labelbox.ts'
import { originOf } from '../core/origin.ts'
import type { OnPartialData } from '../core/callOptions.ts'
import { labelboxExchange } from '../urql/exchange.ts'

type Options = { readonly onPartialData?: OnPartialData }

const roads: readonly (readonly [name: string, road: (server: HttpServer, options?: Options) => Labelbox])[] = [
  ['by key', ({ origin }, options) => new Labelbox({ apiKey: 'key', endpoint: origin, ...options })],
  [
    'through a urql client',
    ({ origin }, options) =>
      new Labelbox({
        client: new Client({
          url: origin,
          exchanges: [cacheExchange, labelboxExchange({ endpoint: origin, ...options })],
        }),
      }),
  ],
]

const data = { organization: { id: 'o-1', name: null } }
const headers = { 'Content-Type': 'application/json', 'X-Request-Id': 'r-1' }
const partly = answering(200, { ...graphQLError('FORBIDDEN'), data }, headers)
const getOrganization = (labelbox: Labelbox, options?: Options) =>
  labelbox.execute(GetOrganizationDocument, {}, options)

describe.each(roads)('a response with data and errors, %s,', (_, road) => {
  test('is thrown, with the data on the error', async () => {
    const error = await failure(getOrganization(road(await serving(partly))))
    expect(error).toMatchObject({ code: 'AUTHORIZATION', status: 200, requestId: 'r-1', attempts: 1 })
    expect(error.data).toEqual(data)
    expect(JSON.stringify(error)).not.toContain('o-1')
  })

  test.each([
    ['the client', { onPartialData: 'return' }, undefined],
    ['the call', undefined, { onPartialData: 'return' }],
  ] as const)('is returned where %s says so, and knows its errors', async (_, ofClient, ofCall) => {
    const result = await getOrganization(road(await serving(partly), ofClient), ofCall)
    expect(result).toEqual(data)
    const origin = originOf(result)
    expect(origin).toMatchObject({ status: 200, requestId: 'r-1', error: { code: 'AUTHORIZATION' } })
    expect(origin.error?.graphQLErrors[0]?.message).toBe('refused')
  })

  test('is thrown if the call says so, whatever the client says', async () => {
    const labelbox = road(await serving(partly), { onPartialData: 'return' })
    expect(await failure(getOrganization(labelbox, { onPartialData: 'throw' }))).toMatchObject({
      code: 'AUTHORIZATION',
    })
  })

  test('with only nulls is thrown either way', async () => {
    const nulls = answering(200, { ...graphQLError('FORBIDDEN'), data: { organization: null } }, headers)
    const labelbox = road(await serving(nulls), { onPartialData: 'return' })
    expect(await failure(getOrganization(labelbox))).toMatchObject({ code: 'AUTHORIZATION', mayHaveRun: false })
  })

  test('says that a mutation may have run, though the error is a refusal', async () => {
    const made = { createResourceTag: { id: 't-1', text: 'urgent', color: 'ff0000' } }
    const server = await serving(answering(200, { ...graphQLError('FORBIDDEN'), data: made }, headers))
    const call = road(server).execute(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' })
    expect(await failure(call)).toMatchObject({ code: 'AUTHORIZATION', mayHaveRun: true })
  })
})
