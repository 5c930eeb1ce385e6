import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { signPayload, webhookHandler, type WebhookEvent, type WebhookHandlerOptions } from 'labelbox-org/webhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'

const secret = 'planted secret'
const url = 'https://example.com/webhooks'

function receiving(options: Partial<WebhookHandlerOptions> = {}) {
  const events: WebhookEvent[] = []
  const errors: unknown[] = []
  const handler = webhookHandler({
    secret,
    onEvent: (event) => void events.push(event),
    onError: (error) => void errors.push(error),
    ...options,
  })
  return { handler, events, errors }
}

const delivery = async (payload: unknown, more: Partial<Parameters<typeof signPayload>[1]> = {}): Promise<Request> =>
  new Request(url, await signPayload(payload, { secret, ...more }))

/** A request whose body arrives in pieces, which records how many were read. */
function streamed(headers: HeadersInit, pieces: Iterator<Uint8Array>, broken = false) {
  const state = { pulled: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = pieces.next()
        state.pulled += 1
        if (next.done !== true) controller.enqueue(next.value)
        else if (broken) controller.error(new Error('reset'))
        else controller.close()
      },
      cancel: () => void (state.cancelled = true),
    },
    { highWaterMark: 0 },
  )
  return { state, request: new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit) }
}

afterEach(() => void vi.restoreAllMocks())

describe('a webhook handler', () => {
  it('passes a signed event to onEvent and responds with 200', async () => {
    const { handler, events } = receiving()

    const response = await handler(await delivery({ id: 'label-1' }, { event: 'LABEL_DELETED', id: 'd-1' }))

    expect(response.status).toBe(200)
    expect(events).toMatchObject([{ type: 'LABEL_DELETED', id: 'd-1', labelIds: ['label-1'] }])
  })

  it('passes an unknown event to onEvent', async () => {
    const { handler, events } = receiving()

    expect((await handler(await delivery([1], { event: 'DATASET_MELTED' }))).status).toBe(200)
    expect(events).toMatchObject([{ type: 'UNKNOWN', name: 'DATASET_MELTED', payload: [1] }])
  })

  it('accepts the old and the new secret', async () => {
    const { handler, events } = receiving({ secret: ['new', 'old'] })

    for (const one of ['new', 'old', 'other']) await handler(await delivery({}, { secret: one }))

    expect(events).toHaveLength(2)
  })

  it.each([
    {},
    { 'x-hub-signature-256': 'sha256=00' },
    { 'x-hub-signature-256': `sha256=${'00'.repeat(20)}` },
    { 'x-hub-signature': `sha1=${'00'.repeat(32)}` },
  ])('responds with 401 to a request with the headers %j without reading its body', async (headers) => {
    const { handler, events } = receiving()
    const { request, state } = streamed(headers, [Uint8Array.of(123, 125)].values())

    expect((await handler(request)).status).toBe(401)
    expect([state.pulled, events]).toEqual([0, []])
  })

  it('responds with 401 to a delivery that was signed with another secret', async () => {
    const { handler, events } = receiving()

    for (const algorithms of [['sha256'], ['sha1'], ['sha256', 'sha1']] as const) {
      const response = await handler(await delivery({}, { secret: 'other', algorithms }))
      expect(response.status).toBe(401)
      expect(await response.text()).not.toContain(secret)
    }
    expect(events).toEqual([])
  })

  it('accepts SHA-1 alone, unless allowSha1 is false', async () => {
    const sha1 = (): Promise<Request> => delivery({}, { algorithms: ['sha1'] })

    expect((await receiving().handler(await sha1())).status).toBe(200)
    expect((await receiving({ allowSha1: false }).handler(await sha1())).status).toBe(401)
  })

  it.each(['GET', 'PUT', 'OPTIONS', 'HEAD', 'DELETE'])('responds to %s with 405', async (method) => {
    const response = await receiving().handler(new Request(url, { method }))

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it.each(['', 'no JSON'])('responds with 400 to the signed text %j, which is not JSON', async (text) => {
    const { handler, events } = receiving()

    expect((await handler(await delivery(text))).status).toBe(400)
    expect(events).toEqual([])
  })
})

it('says in plain text why it refuses a request', async () => {
  const { handler } = receiving({ maxBodyBytes: 12 })
  const requests = [
    new Request(url),
    new Request(url, { method: 'POST', body: '{}' }),
    await delivery({}, { secret: 'other' }),
    await delivery('"0123456789x"'),
    await delivery('no JSON'),
    await delivery({}),
  ]
  const answers: (readonly [number, string])[] = []
  for (const request of requests) {
    const response = await handler(request)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    answers.push([response.status, await response.text()])
  }
  expect(answers).toEqual([
    [405, 'Only POST is allowed.'],
    [401, 'The signature is missing or wrong.'],
    [401, 'The signature is missing or wrong.'],
    [413, 'The body is too long.'],
    [400, 'The body is not JSON.'],
    [200, 'ok'],
  ])
})

describe('the body of a delivery', () => {
  it('is accepted up to maxBodyBytes and refused with 413 above', async () => {
    const { handler, events } = receiving({ maxBodyBytes: 12 })

    expect((await handler(await delivery('"0123456789"'))).status).toBe(200)
    expect((await handler(await delivery('"0123456789x"'))).status).toBe(413)
    expect(events).toHaveLength(1)
  })

  it('is limited too where Request has no body, as in Firefox', async () => {
    const { handler, events } = receiving({ maxBodyBytes: 12 })
    const withoutBody = async (payload: string): Promise<Request> =>
      Object.defineProperty(await delivery(payload), 'body', { value: undefined })

    expect((await handler(await withoutBody('"0123456789"'))).status).toBe(200)
    expect((await handler(await withoutBody('"0123456789x"'))).status).toBe(413)
    expect(events).toHaveLength(1)
  })

  it('is refused with 413 without reading if its content-length is above maxBodyBytes', async () => {
    const { headers } = await signPayload({}, { secret })
    const { request, state } = streamed({ ...headers, 'content-length': '11' }, [new Uint8Array(11)].values())

    expect((await receiving({ maxBodyBytes: 10 }).handler(request)).status).toBe(413)
    expect(state.pulled).toBe(0)
  })

  it('is counted, whatever its content-length says', async () => {
    for (const length of ['2', '0', '-1', 'many', '']) {
      const { headers, body } = await signPayload('"0123456789x"', { secret })
      const { handler, events } = receiving({ maxBodyBytes: 12 })
      const pieces = () => [new TextEncoder().encode(body)].values()

      const refused = await handler(streamed({ ...headers, 'content-length': length }, pieces()).request)
      const small = receiving({ maxBodyBytes: 13 })
      const accepted = await small.handler(streamed({ ...headers, 'content-length': length }, pieces()).request)

      expect([refused.status, events.length, accepted.status, small.events.length]).toEqual([413, 0, 200, 1])
    }
  })

  it('above 10 MiB is refused with 413 by default, and accepted if maxBodyBytes is Infinity', async () => {
    const id = 'x'.repeat(11 * 1024 * 1024)
    const { headers, body } = await signPayload({ id }, { secret })
    const pieces = () => [new TextEncoder().encode(body)].values()
    const [limited, unlimited] = [receiving(), receiving({ maxBodyBytes: Infinity })]

    expect((await limited.handler(streamed(headers, pieces()).request)).status).toBe(413)
    expect(limited.events).toEqual([])
    for (const length of [String(body.length), '1e999']) {
      const { request } = streamed({ ...headers, 'content-length': length }, pieces())
      expect((await unlimited.handler(request)).status).toBe(200)
    }
    const lengths = unlimited.events.map((event) => 'labelIds' in event && event.labelIds[0]?.length)
    expect(lengths).toEqual([id.length, id.length])
  })

  it('without an end is refused with 413 and cancelled at maxBodyBytes', async () => {
    const { headers } = await signPayload({}, { secret })
    const endless: Iterator<Uint8Array> = { next: () => ({ value: new Uint8Array(1000), done: false }) }
    const { request, state } = streamed(headers, endless)

    expect((await receiving({ maxBodyBytes: 10_000 }).handler(request)).status).toBe(413)
    expect(state.pulled).toBe(11)
    expect(state.cancelled).toBe(true)
  })

  it('is joined from many pieces', async () => {
    const { headers, body } = await signPayload({ text: 'naïve ✓' }, { secret })
    const pieces = Array.from(new TextEncoder().encode(body), (byte) => Uint8Array.of(byte))
    const { handler, events } = receiving()

    expect((await handler(streamed(headers, pieces.values()).request)).status).toBe(200)
    expect(events).toMatchObject([{ payload: { text: 'naïve ✓' } }])
  })

  it('is refused with 400 if it is incomplete', async () => {
    const { headers } = await signPayload({}, { secret })
    const { handler, errors } = receiving()

    const { request } = streamed(headers, [Uint8Array.of(123)].values(), true)
    const response = await handler(request)
    expect([response.status, await response.text()]).toEqual([400, 'The body is incomplete.'])
    expect(errors).toMatchObject([{ message: 'reset' }])
  })

  it('may be missing, which is signed like an empty text and is not an error of the program', async () => {
    const { headers } = await signPayload('', { secret })
    const { handler, errors } = receiving()

    const response = await handler(new Request(url, { method: 'POST', headers }))
    expect([response.status, await response.text()]).toEqual([400, 'The body is not JSON.'])
    expect(errors).toEqual([])
  })

  it('that was read already ends in 500 and is reported to onError', async () => {
    const { handler, errors, events } = receiving()
    const request = await delivery({})
    await request.text()

    expect((await handler(request)).status).toBe(500)
    expect(String(errors[0])).toContain('was already read')
    expect(events).toEqual([])
  })
})

const missing: readonly unknown[] = [
  ...['', ' ', '\n', '\r\n', undefined, null, [], [''], [secret, ''], ['\n', secret], [undefined]],
  ...[7, [secret, 7], { secret }, new String(secret)],
]

describe('the secret of a webhook handler', () => {
  it.each(missing)('%j is refused with 500 at a signed delivery, not when the handler is created', async (empty) => {
    const write = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const events: unknown[] = []
    const settings = [empty, () => empty, () => Promise.resolve(empty)] as readonly string[]
    for (const one of settings) {
      const handler = webhookHandler({ secret: one, onEvent: (event) => events.push(event) })
      expect((await handler(new Request(url, { method: 'POST', body: '{}' }))).status).toBe(401)
      for (const key of ['\n', ' ', secret]) {
        // Not by signPayload, which refuses an empty secret.
        const signature = `sha256=${createHmac('sha256', key.trim()).update('{}').digest('hex')}`
        const headers = { 'x-hub-signature-256': signature }
        const response = await handler(new Request(url, { method: 'POST', headers, body: '{}' }))
        expect([response.status, await response.text()]).toEqual([500, 'The event could not be handled.'])
      }
    }
    expect(events).toEqual([])
    expect(write).toHaveBeenCalledTimes(settings.length * 3)
    expect(String(write.mock.calls[0]?.[0])).toContain('The webhook secret is empty')
    expect(inspect(write.mock.calls)).not.toContain(secret)
  })

  it('can be a function, which is called for each signed delivery and no other request', async () => {
    const secrets = ['one', Promise.resolve('two'), ['three', 'two']]
    const give = vi.fn(() => secrets.shift() as string)
    const { handler, events } = receiving({ secret: give })
    expect(give).not.toHaveBeenCalled()

    await handler(new Request(url, { method: 'POST', body: '{}' }))
    expect(give).not.toHaveBeenCalled()
    for (const one of ['one', 'two', 'two'])
      expect((await handler(await delivery({}, { secret: one }))).status).toBe(200)

    expect(give).toHaveBeenCalledTimes(3)
    expect(events).toHaveLength(3)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no vault')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no vault'))],
    ['returns a number', () => 7 as unknown as string],
  ])('from a function that %s ends in 500, and the body is not read', async (_what, give) => {
    const { handler, errors, events } = receiving({ secret: give })
    const { headers } = await signPayload({}, { secret })
    const { request, state } = streamed(headers, [Uint8Array.of(123, 125)].values())

    const response = await handler(request)

    expect([response.status, state.pulled, events, errors.length]).toEqual([500, 0, [], 1])
    expect(await response.text()).not.toContain('vault')
  })

  it.each(['\n', '\r\n'])('is valid with and without %j at its end', async (end) => {
    for (const [known, signed] of [
      [`${secret}${end}`, secret],
      [[`other${end}`, `${secret}${end}`], secret],
      [secret, `${secret}${end}`],
    ] as const) {
      const { handler, events } = receiving({ secret: known })
      expect((await handler(await delivery({}, { secret: signed }))).status).toBe(200)
      expect(events).toHaveLength(1)
    }
    const signature = createHmac('sha256', `${secret}${end}`).update('{}').digest('hex')
    const headers = { 'x-hub-signature-256': `sha256=${signature}` }
    const request = () => new Request(url, { method: 'POST', headers, body: '{}' })
    expect((await receiving({ secret: `${secret}${end}` }).handler(request())).status).toBe(200)
    expect((await receiving().handler(request())).status).toBe(401)
  })

  it.each(['\n', '\r\n'])('is not valid without %j in its middle', async (inner) => {
    const { handler } = receiving({ secret: `planted${inner}secret` })
    expect((await handler(await delivery({}, { secret: 'plantedsecret' }))).status).toBe(401)
  })

  it.each([' ', '\t', '\n '])('is not valid without %j at its beginning', async (blank) => {
    const { handler } = receiving({ secret: `${blank}${secret}` })
    expect((await handler(await delivery({}))).status).toBe(401)
    expect((await handler(await delivery({}, { secret: `${blank}${secret}` }))).status).toBe(200)
  })
})

describe('an error of the program', () => {
  const fail = (): never => {
    throw new Error('no disk')
  }
  const failing = [
    ['thrown', fail],
    ['rejected', () => Promise.reject(new Error('no disk'))],
  ] as const

  it.each(failing)('%s by onEvent ends in 500 and is reported to onError only', async (_when, onEvent) => {
    const { handler, errors } = receiving({ onEvent })

    const response = await handler(await delivery({}))

    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('disk')
    expect(errors).toMatchObject([{ message: 'no disk' }])
  })

  it('goes to console.error by default', async () => {
    const write = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const onEvent = () => Promise.reject(new Error('no disk'))

    await webhookHandler({ secret, onEvent })(await delivery({}))

    expect(write).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'no disk' }))
  })

  it('in onError ends in 500', async () => {
    const onError = () => Promise.reject(new Error('no paper'))
    const { handler } = receiving({ onEvent: () => Promise.reject(new Error('no disk')), onError })

    expect((await handler(await delivery({}))).status).toBe(500)
  })
})

describe('webhookHandler', () => {
  it.each([
    [{ onEvent: undefined }, 'onEvent and onError'],
    [{ onError: 'console' }, 'onEvent and onError'],
    [{ maxBodyBytes: 0 }, 'maxBodyBytes'],
    [{ maxBodyBytes: Number.NaN }, 'maxBodyBytes'],
    [{ maxBodyBytes: -Infinity }, 'maxBodyBytes'],
    [{ maxBodyBytes: null }, 'maxBodyBytes'],
    [{ maxBodyBytes: '1mb' }, 'maxBodyBytes'],
    [{ allowSHA1: false }, 'There is no option allowSHA1.'],
  ])('throws a TypeError for the options %j that names %s', (wrong, name) => {
    const make = () => webhookHandler({ secret, onEvent: () => undefined, ...(wrong as object) })

    let error: unknown
    try {
      make()
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(name)
    expect(inspect(error)).not.toContain(secret)
  })
})
