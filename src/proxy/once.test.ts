import { memoryOnceStore, type OnceStore } from 'labelbox-org/proxy'
import { describe, expect, it } from 'vitest'
import { documentId, proxied } from '../../test/support/proxied.ts'

const tag = { documentId: documentId('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }
const project = { documentId: documentId('GetOrganization') }
const all = { authorize: () => true } as const
const one = () => ({ 'x-delivery-id': crypto.randomUUID() })
const proxyOf = async (response: Response) =>
  ((await response.json()) as { errors: [{ extensions: { code: string; proxy: object } }] }).errors[0].extensions

describe('a change that arrives again under its delivery id', () => {
  it('is made once, while the first is under way and after it', async () => {
    const { send, sandbox } = await proxied(all)
    const headers = one()
    const responses = await Promise.all([send(tag, headers), send(tag, headers), send(tag, headers)])
    responses.push(await send(tag, headers))
    const texts = await Promise.all(responses.map((response) => response.text()))
    expect(new Set(texts).size).toBe(1)
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(sandbox.received).toHaveLength(1)
  })

  it('is refused with other content', async () => {
    const { send, sandbox } = await proxied(all)
    const headers = one()
    await send(tag, headers)
    const response = await send({ ...tag, variables: { text: 'other', color: 'ff0000' } }, headers)
    expect(response.status).toBe(409)
    expect(await proxyOf(response)).toMatchObject({ code: 'NOT_TRUSTED' })
    expect(sandbox.received).toHaveLength(1)
  })

  it('is another change for another caller', async () => {
    const { send, sandbox } = await proxied(all)
    const headers = one()
    await send(tag, { ...headers, cookie: 'session=1' })
    await send(tag, { ...headers, cookie: 'session=2' })
    await send(tag, { ...headers, authorization: 'Bearer 1' })
    await send(tag, { ...headers, authorization: 'Bearer 2' })
    expect(sandbox.received).toHaveLength(4)
  })

  it('gets the first refusal of Labelbox', async () => {
    const { send, sandbox } = await proxied(all)
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, times: 1 }])
    const headers = one()
    const first = await (await send(tag, headers)).text()
    expect(await (await send(tag, headers)).text()).toBe(first)
    expect(JSON.parse(first)).toMatchObject({ errors: [{ extensions: { proxy: { mayHaveRun: true } } }] })
    expect(sandbox.received).toHaveLength(1)
  })

  it('is sent again if Labelbox was over its quota, as nothing was made', async () => {
    const { send, sandbox } = await proxied(all)
    sandbox.setFaults([{ kind: 'http-status', status: 429, times: 1 }])
    const headers = one()
    expect((await send(tag, headers)).status).toBe(429)
    expect((await send(tag, headers)).status).toBe(200)
    expect(sandbox.received).toHaveLength(2)
  })

  it('is sent again after a failure if it may be made twice', async () => {
    const { send, sandbox } = await proxied(all)
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, times: 1 }])
    const cancel = { documentId: documentId('CancelInvite'), variables: { id: 'i' } }
    const headers = one()
    expect(await proxyOf(await send(cancel, headers))).toMatchObject({ proxy: { mayHaveRun: true, retryable: true } })
    await send(cancel, headers)
    expect(sandbox.received).toHaveLength(2)
  })

  it('gets no secret of the first response', async () => {
    const { send, sandbox } = await proxied({ ...all, secretOperations: ['CreateApiKey'] })
    const { data } = (await (await send({ documentId: documentId('GetUser') })).json()) as {
      data: { user: { email: string } }
    }
    const create = { documentId: documentId('CreateApiKey'), variables: { name: 'ci', email: data.user.email } }
    const headers = one()
    expect(await (await send(create, headers)).text()).toMatch(/"jwt":"/)
    const again = await send(create, headers)
    expect(again.status).toBe(504)
    expect(await proxyOf(again)).toMatchObject({ code: 'TIMEOUT', proxy: { mayHaveRun: true, retryable: false } })
    expect(sandbox.received).toHaveLength(2)
  })
})

it('a response that is too long to be kept leaves open, for a repeated request, whether the change was made', async () => {
  let sent = 0
  const fetch: typeof globalThis.fetch = () => {
    sent += 1
    return Promise.resolve(Response.json({ data: { createResourceTag: { id: 'x'.repeat(70_000) } } }))
  }
  const { send } = await proxied({ ...all, fetch })
  const headers = one()
  expect((await send(tag, headers)).status).toBe(200)
  expect(await proxyOf(await send(tag, headers))).toMatchObject({ code: 'TIMEOUT', proxy: { mayHaveRun: true } })
  expect(sent).toBe(1)
})

it.each(['', 'short', 'a b c d e f g h i j k l', 'x'.repeat(65)])(
  'a change needs a delivery id, and not %j',
  async (id) => {
    const { send, sandbox } = await proxied(all)
    expect((await send(tag, { 'x-delivery-id': id })).status).toBe(400)
    expect(sandbox.received).toHaveLength(0)
  },
)

describe('a store that fails', () => {
  const failing = (part: keyof OnceStore): OnceStore => ({
    ...memoryOnceStore(),
    [part]: () => Promise.reject(new Error('planted: the store is away')),
  })

  it('lets no change through, and every query', async () => {
    const { send, sandbox } = await proxied({ ...all, once: failing('claim'), onError: () => undefined })
    const response = await send(tag)
    expect(response.status).toBe(503)
    expect(await proxyOf(response)).toMatchObject({
      code: 'PROXY_FAILED',
      proxy: { retryable: true, mayHaveRun: false },
    })
    expect(sandbox.received).toHaveLength(0)
    expect((await send(project)).status).toBe(200)
  })

  it.each([
    ['rejects', failing('settle')],
    [
      'throws',
      {
        ...memoryOnceStore(),
        settle: () => {
          throw new Error('planted: the store is away')
        },
      },
    ],
  ])('and %s after the change does not hide what came of it', async (_, once) => {
    const errors: unknown[] = []
    const { send } = await proxied({ ...all, once, onError: (error) => errors.push(error) })
    expect((await send(tag)).status).toBe(200)
    expect(errors).toHaveLength(1)
  })

  it('that knows a change without its outcome leaves it open', async () => {
    const lost: OnceStore = {
      ...memoryOnceStore(),
      read: () => Promise.reject(new Error('away')),
      settle: () => Promise.resolve(),
    }
    const { send, sandbox } = await proxied({ ...all, once: lost, onError: () => undefined })
    const headers = one()
    await send(tag, headers)
    const again = await send(tag, headers)
    expect(await proxyOf(again)).toMatchObject({ code: 'TIMEOUT', proxy: { mayHaveRun: true } })
    expect(sandbox.received).toHaveLength(1)
  })
})

it.each(['', '{', '7', 'null', '{"status":200}', '{"version":2,"reply":{}}'])(
  'an outcome of another form, %j, leaves open whether the change was made',
  async (outcome) => {
    const store = memoryOnceStore()
    const settle: OnceStore['settle'] = (id, claimant) => store.settle(id, claimant, outcome)
    const { send, sandbox } = await proxied({ ...all, once: { ...store, settle } })
    const headers = one()
    await send(tag, headers)
    const again = await send(tag, headers)
    expect(again.status).toBe(504)
    expect(await proxyOf(again)).toMatchObject({ code: 'TIMEOUT', proxy: { mayHaveRun: true } })
    expect(sandbox.received).toHaveLength(1)
  },
)

describe('a store whose client sends commands twice, as after a lost connection', () => {
  it('makes a change whose claim arrived twice', async () => {
    const store = memoryOnceStore()
    const claim: OnceStore['claim'] = async (...claimed) => {
      await store.claim(...claimed)
      return store.claim(...claimed)
    }
    const { send, sandbox } = await proxied({ ...all, once: { ...store, claim } })
    const headers = one()
    expect((await send(tag, headers)).status).toBe(200)
    expect((await send(tag, headers)).status).toBe(200)
    expect(sandbox.received).toHaveLength(1)
  })

  it('does not forget a change for the release of an earlier attempt', async () => {
    const store = memoryOnceStore()
    const released: (() => Promise<void>)[] = []
    const release: OnceStore['release'] = (...claimed) => {
      released.push(() => store.release(...claimed))
      return store.release(...claimed)
    }
    const { send, sandbox } = await proxied({ ...all, once: { ...store, release } })
    sandbox.setFaults([{ kind: 'http-status', status: 429, times: 1 }])
    const headers = one()
    expect((await send(tag, headers)).status).toBe(429)
    const made = await (await send(tag, headers)).text()
    for (const again of released) await again()
    expect(await (await send(tag, headers)).text()).toBe(made)
    expect(sandbox.received).toHaveLength(2)
  })
})

describe('memoryOnceStore', () => {
  it('keeps ids alone once the outcomes fill its memory', async () => {
    const store = memoryOnceStore()
    const outcome = 'x'.repeat(64 * 1024)
    for (let count = 0; count < 300; count += 1) {
      expect(await store.claim(String(count), 'c', 1000)).toBeUndefined()
      await store.settle(String(count), 'c', outcome)
    }
    expect((await store.read('0'))?.outcome).toBe(outcome)
    expect(await store.read('299')).toMatchObject({ claimant: 'c', outcome: '' })
  })

  it('has room for an outcome again once another is forgotten, by its end or by a release', async () => {
    let now = 0
    const store = memoryOnceStore(() => now)
    const outcome = 'x'.repeat(4 * 1024 * 1024)
    const keep = async (id: string) => {
      await store.claim(id, 'c', 1000)
      await store.settle(id, 'c', outcome)
      return (await store.read(id))?.outcome === outcome
    }
    const kept = async (...ids: readonly string[]) => {
      const all: boolean[] = []
      for (const id of ids) all.push(await keep(id))
      return all
    }
    expect(await kept('a', 'b', 'c', 'd', 'e')).toEqual([true, true, true, true, false])
    await store.release('a', 'c')
    expect(await kept('f', 'g')).toEqual([true, false])
    now = 1000
    expect(await kept('a', 'b', 'c', 'd', 'e')).toEqual([true, true, true, true, false])
  })

  it('heeds only the request that has the id, and the first outcome', async () => {
    const store = memoryOnceStore()
    await store.settle('a', 'first', 'made')
    expect(await store.read('a')).toBeUndefined()
    expect(await store.claim('a', 'first', 1000)).toBeUndefined()
    expect(await store.claim('a', 'second', 1000)).toMatchObject({ claimant: 'first' })
    await store.settle('a', 'second', 'of another')
    await store.release('a', 'second')
    expect((await store.read('a'))?.outcome).toBeUndefined()
    await store.settle('a', 'first', 'made')
    await store.settle('a', 'first', 'made again')
    expect(await store.read('a')).toMatchObject({ claimant: 'first', outcome: 'made' })
  })

  it('forgets an id after its time', async () => {
    let now = 0
    const store = memoryOnceStore(() => now)
    await store.claim('a', 'content', 1000)
    now = 999
    expect(await store.read('a')).toBeDefined()
    now = 1000
    expect(await store.claim('a', 'content', 1000)).toBeUndefined()
  })

  it('takes no more once it is full, and forgets nothing before its time', async () => {
    let now = 0
    const store = memoryOnceStore(() => now)
    for (let count = 0; count < 20_000; count += 1) await store.claim(String(count), 'c', 1000)
    await expect(store.claim('more', 'c', 1000)).rejects.toThrow('full')
    expect(await store.read('0')).toBeDefined()
    now = 1000
    expect(await store.claim('more', 'c', 1000)).toBeUndefined()
  })
})
