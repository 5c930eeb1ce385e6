import { inspect } from 'node:util'
import { Client, gql, type TypedDocumentNode } from '@urql/core'
import fc from 'fast-check'
import { isLabelboxError, Labelbox } from 'labelbox-org'
import { ImportGroupMembersDocument } from 'labelbox-org/operations'
import { labelboxExchange } from 'labelbox-org/urql'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseUpload } from '../../sandbox/http/uploads.ts'
import { giving } from '../../../test/support/httpServer.ts'
import { rejection } from '../../../test/support/roads.ts'
import { answering, failure, reset, serving } from '../../../test/support/serving.ts'
import { connect, type ConnectionOptions } from '../connection.ts'
import { deliver } from '../deliver.ts'
import { prepare } from '../document.ts'
import { multipartRequest } from './multipart.ts'

const apiKey = 'planted.api-key'
const done = giving({ importUsersAsCsvToGroup: { csvReport: '', addedCount: 0, count: 0 } })
const file = new File(['email\nada@planted.example\n'], 'members.csv', { type: 'text/csv' })
const variables = { id: 'g-1', roleId: 'r-1', file }

afterEach(() => vi.unstubAllGlobals())

type Server = Awaited<ReturnType<typeof serving>>

const importing = ({ origin }: Server, options: ConnectionOptions = {}, call: object = {}) =>
  deliver(
    connect({ apiKey, endpoint: `${origin}/graphql`, retry: { baseDelayMs: 1 }, ...options }),
    ImportGroupMembersDocument,
    variables,
    call,
  )

/** A received form, as the sandbox reads it. */
async function formOf({ headers, body }: Server['received'][number]) {
  const { operations, insertFiles } = await parseUpload(Buffer.from(body), headers['content-type'] ?? '')
  const { query, variables: sent } = JSON.parse(operations) as { query: string; variables: Record<string, unknown> }
  return { query, sent, filled: insertFiles(sent) }
}

describe('a mutation with a file', () => {
  it('is sent as a form, with the key, an attempt id and its length, and with null where the file belongs', async () => {
    const server = await serving(done)
    await importing(server)

    const [request] = server.received
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json',
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=labelbox-org-[\da-f-]{36}$/) as string,
      'content-length': String(Buffer.byteLength(request?.body ?? '')),
      'x-attempt-id': expect.any(String) as string,
    })
    if (request === undefined) throw new Error('Nothing was received.')
    const { query, sent, filled } = await formOf(request)
    expect(query).toContain('mutation ImportGroupMembers($id: ID!, $roleId: ID!, $file: Upload!)')
    expect(sent).toEqual({ id: 'g-1', roleId: 'r-1', file: null })
    const received = filled?.['file'] as File
    expect([received.name, await received.text()]).toEqual(['members.csv', await file.text()])
  })

  it('is sent again, byte for byte, when it is known not to have run', async () => {
    const server = await serving(answering(429, '', { 'Retry-After': '0' }), answering(429), done)
    await importing(server)
    const bodies = server.received.map(({ body }) => body)
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies).size).toBe(1)
    expect(new Set(server.received.map(({ headers }) => headers['x-attempt-id'])).size).toBe(3)
  })

  it.each([
    ['a reset connection', reset],
    ['a 502', answering(502)],
  ])('is not sent again after %s, as it may have run', async (_what, answer) => {
    const server = await serving(answer)
    expect(await failure(importing(server))).toMatchObject({ mayHaveRun: true, attempts: 1 })
    expect(server.received).toHaveLength(1)
  })

  it('has not run if it was aborted before, and may have run if it was aborted after it was sent', async () => {
    const server = await serving(() => undefined)
    expect(await failure(importing(server, {}, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ABORTED',
      mayHaveRun: false,
    })
    expect(server.received).toHaveLength(0)

    const controller = new AbortController()
    const sending = importing(server, {}, { signal: controller.signal })
    await vi.waitFor(() => expect(server.received).toHaveLength(1))
    controller.abort()
    expect(await failure(sending)).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    expect(await failure(importing(server, { timeoutMs: 20 }))).toMatchObject({ code: 'TIMEOUT', mayHaveRun: true })
  })

  it('ends at the deadline while its file is read', async () => {
    const server = await serving(done)
    const slow = Object.assign(new Blob(['x']), { arrayBuffer: () => new Promise(() => undefined) })
    const connection = connect({ endpoint: `${server.origin}/graphql` })
    const sending = deliver(connection, ImportGroupMembersDocument, { ...variables, file: slow }, { deadlineMs: 20 })
    expect(await failure(sending)).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false, attempts: 0 })
    expect(server.received).toHaveLength(0)
  })

  it('has no text of the file and no key in the error of a fetch that quotes the request', async () => {
    const server = await serving(done)
    const quoting: typeof fetch = (_input, init) => {
      const sent = new TextDecoder().decode(init?.body as Uint8Array)
      const headers = JSON.stringify(init?.headers)
      return Promise.reject(new TypeError(`failed: ${headers} ${sent} ada@planted.example`))
    }
    const error = await failure(importing(server, { fetch: quoting }))
    const shown = inspect(error, { depth: 9 })
    for (const secret of ['planted', apiKey, 'g-1"']) expect(shown).not.toContain(secret)
  })

  it('says what failed in the network at once, however large the file is', async () => {
    const server = await serving(done)
    const content = Array.from({ length: 400_000 }, (_, index) => `person.${index}@company.planted.example`).join('\n')
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    const failing: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause: reset }))
    const connection = connect({ apiKey, endpoint: `${server.origin}/graphql`, fetch: failing })
    const start = process.cpuUsage()
    const error = await failure(
      deliver(connection, ImportGroupMembersDocument, { ...variables, file: new File([content], 'members.csv') }),
    )
    const { user } = process.cpuUsage(start)
    expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: true, cause: { cause: { code: 'ECONNRESET' } } })
    expect(user / 1000).toBeLessThan(1500)
  })

  it('goes as a stream in Deno, so that fetch can send it once only', async () => {
    const server = await serving(done)
    vi.stubGlobal('Deno', { version: { deno: '2.9.6' } })
    const spy = vi.fn(globalThis.fetch)
    vi.stubGlobal('fetch', spy)
    await importing(server)
    expect(spy.mock.calls[0]?.[1]?.body).toBeInstanceOf(ReadableStream)
    expect(server.received[0]?.body).toContain('ada@planted.example')
  })

  it('is sent by the exchange of a urql client too', async () => {
    const server = await serving(done)
    const endpoint = `${server.origin}/graphql`
    const client = new Client({ url: endpoint, preferGetMethod: false, exchanges: [labelboxExchange({ endpoint })] })
    const { error } = await client.mutation(ImportGroupMembersDocument, variables).toPromise()
    expect(error).toBeUndefined()
    expect(server.received[0]?.body).toContain('ada@planted.example')
  })

  it('is not sent to a proxy, which takes JSON alone', async () => {
    const server = await serving(done)
    const labelbox = new Labelbox({ endpoint: `${server.origin}/graphql`, trustedDocuments: true })
    const error = await rejection(labelbox.execute(ImportGroupMembersDocument, variables))
    expect(isLabelboxError(error, 'INVALID_INPUT') && error.message).toContain('Send it from your server')
    expect(server.received).toHaveLength(0)
  })
})

describe('a form', () => {
  const upload = gql`
    mutation Upload($input: Any, $file: Upload) {
      upload(input: $input, file: $file)
    }
  ` as TypedDocumentNode

  it('has every file at its place, with its name and its bytes, for any variables', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map((text) => text.replace(/["\\/\p{C}]/gu, '_'))
      // The reader takes a name for a path, and its last part.
      .filter((text) => text !== '.' && text !== '..')
    const blob = fc
      .tuple(fc.uint8Array({ maxLength: 40 }), name)
      .map(([content, called]) => new File([new Uint8Array(content)], called))
    const key = fc.stringMatching(/^[a-z_]{1,6}$/)
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        blob,
        fc.constantFrom<unknown>('text', 1, null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(value, blob, async (input, first) => {
        const given = { file: first, input }
        const request = await multipartRequest(prepare(upload), { query: 'q', variables: given })
        const { operations, insertFiles } = await parseUpload(
          Buffer.from(request?.body ?? []),
          request?.headers['Content-Type'] ?? '',
        )
        const { variables: emptied } = JSON.parse(operations) as { variables: Record<string, unknown> }
        expect(await described(insertFiles(emptied))).toEqual(await described(given))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps quotes and line breaks of a file’s name out of its header', async () => {
    const odd = new File(['x'], 'a"\r\nX-Injected: 1\r\n\r\n.csv', { type: 'text/csv' })
    const request = await multipartRequest(prepare(upload), { query: 'q', variables: { file: odd } })
    const text = new TextDecoder().decode(request?.body)
    expect(text).toContain('filename="a%22%0D%0AX-Injected: 1%0D%0A%0D%0A.csv"')
  })

  it('is not made of variables without a file', async () => {
    expect(await multipartRequest(prepare(upload), { query: 'q', variables: { file: null } })).toBeUndefined()
    const server = await serving(giving({ upload: true }))
    await deliver(connect({ endpoint: `${server.origin}/graphql` }), upload, { file: null })
    expect(server.received[0]?.headers['content-type']).toBe('application/json')
  })

  it('is refused for variables with a cycle', async () => {
    const cycle: Record<string, unknown> = { file }
    cycle['input'] = cycle
    const error = await rejection(multipartRequest(prepare(upload), { query: 'q', variables: cycle }))
    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
  })
})

/** Files as their names and bytes. */
async function described(value: unknown): Promise<unknown> {
  if (value instanceof File) return { name: value.name, bytes: [...new Uint8Array(await value.arrayBuffer())] }
  if (Array.isArray(value)) return Promise.all(value.map(described))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(async ([key, member]) => [key, await described(member)] as const)
  return Object.fromEntries(await Promise.all(entries))
}
