import { setTimeout as sleep } from 'node:timers/promises'
import { labelboxProxy, memoryOnceStore, type LabelboxProxyOptions, type OnceStore } from 'labelbox-org/proxy'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { documentId, pageHeaders } from '../../test/support/proxied.ts'

// Loads what is loaded with the first change and the first error: that takes real time.
beforeAll(() => proxyWith({}, 429).send(tag))
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const tag = { documentId: documentId('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }
const query = { documentId: documentId('GetOrganization') }

/** A proxy whose API answers at once, or with these statuses first. */
function proxyWith(options: Partial<LabelboxProxyOptions>, ...statuses: number[]) {
  const [errors, sent]: [unknown[], string[]] = [[], []]
  const fetch: typeof globalThis.fetch = (_, init) => {
    sent.push(init?.body as string)
    const status = statuses.shift() ?? 200
    return Promise.resolve(Response.json({ data: status === 200 ? { id: sent.length } : null }, { status }))
  }
  const onError = (error: unknown) => errors.push(error)
  const endpoint = 'https://labelbox.example/graphql'
  const handler = labelboxProxy({ apiKey: 'key', endpoint, fetch, authorize: () => true, onError, ...options })
  const send = (body: object, id: string = crypto.randomUUID()) => {
    const headers = { ...pageHeaders(), 'x-delivery-id': id }
    return handler(new Request('https://app.example', { method: 'POST', headers, body: JSON.stringify(body) }))
  }
  return { handler, send, sent, errors }
}

/** Lets time pass until the response is there, and gives it with the seconds that it took. */
async function seconds(response: Promise<Response>): Promise<readonly [number, number, string]> {
  const startedAt = performance.now()
  let endedAt: number | undefined
  void response.then(() => (endedAt = performance.now()))
  // Hashes take real time, on a busy machine more of it. What is over by then needs no wait.
  for (let waits = 0; waits < 10 && endedAt === undefined; waits += 1) await sleep(10)
  while (endedAt === undefined && performance.now() - startedAt < 100_000) {
    await vi.advanceTimersByTimeAsync(100)
    await sleep(1)
  }
  const { status } = await response
  return [Math.floor(((endedAt ?? 0) - startedAt) / 1000), status, await (await response).text()]
}

const detailsOf = (text: string): unknown =>
  (JSON.parse(text) as { errors: [{ extensions: unknown }] }).errors[0].extensions

const never = () => new Promise<never>(() => undefined)
const after = <T>(ms: number, act: () => Promise<T>) =>
  new Promise<T>((resolve, reject) => setTimeout(() => void act().then(resolve, reject), ms))
const failed = { code: 'PROXY_FAILED', proxy: { mayHaveRun: false, retryable: true, retryAfterMs: 1000 } }
const unknown = { code: 'TIMEOUT', proxy: { mayHaveRun: true, retryable: false } }

describe.each(['authorize', 'caller'] as const)('%s has 10 seconds', (part) => {
  it.each([
    ['a query', query],
    ['a change', tag],
  ])('and sends nothing after them: %s', async (_, body) => {
    let late = false
    const slow = () =>
      after(15_000, () => {
        late = true
        return Promise.resolve(true)
      })
    const { send, sent, errors } = proxyWith({ [part]: slow })
    const [time, status, text] = await seconds(send(body))
    expect([time, status]).toEqual([10, 503])
    expect(detailsOf(text)).toMatchObject(failed)
    expect(errors).toMatchObject([{ cause: `${part} took longer than 10000 ms.` }])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(late).toBe(true)
    expect(sent).toHaveLength(0)
  })

  it('and takes no place of its caller after them', async () => {
    let slow = true
    const { send } = proxyWith({ maxConcurrent: 1, [part]: () => (slow ? never() : true) })
    await seconds(send(query))
    slow = false
    expect((await seconds(send(query)))[1]).toBe(200)
  })
})

it('a body has 10 seconds, however it trickles', async () => {
  const { sent, handler } = proxyWith({})
  let isRead = true
  const body = new ReadableStream({
    async pull(controller) {
      await after(100, () => Promise.resolve())
      if (isRead) controller.enqueue(new Uint8Array([0x20]))
    },
    cancel: () => void (isRead = false),
  })
  const init = { method: 'POST', headers: pageHeaders(), body, duplex: 'half' }
  const [time, status, text] = await seconds(handler(new Request('https://app.example', init)))
  expect([time, status]).toEqual([10, 408])
  expect(detailsOf(text)).toMatchObject({ code: 'NOT_TRUSTED', proxy: { mayHaveRun: false } })
  expect(sent).toHaveLength(0)
  expect(isRead).toBe(false)
})

describe('a store of changes has 3 seconds', () => {
  const storeWith = (part: keyof OnceStore, ms: number): OnceStore => {
    const store = memoryOnceStore()
    let isSlow = true
    const act = (...given: unknown[]) => (store[part] as (...given: unknown[]) => Promise<unknown>)(...given)
    const slow = (...given: unknown[]) => {
      if (!isSlow) return act(...given)
      isSlow = false
      return ms === Infinity ? never() : after(ms, () => act(...given))
    }
    return { ...store, [part]: slow }
  }

  it('for a claim, before anything is sent; one that comes later is given back', async () => {
    const { send, sent, errors } = proxyWith({ once: storeWith('claim', 4000) })
    const id = crypto.randomUUID()
    const [time, status, text] = await seconds(send(tag, id))
    expect([time, status]).toEqual([3, 503])
    expect(detailsOf(text)).toMatchObject(failed)
    expect(errors).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(sent).toHaveLength(0)
    expect((await seconds(send(tag, id)))[1]).toBe(200)
    expect(sent).toHaveLength(1)
  })

  it('for a claim, and the page that tries again at once waits until the late one is given back', async () => {
    const { send, sent } = proxyWith({ once: storeWith('claim', 3500) })
    const id = crypto.randomUUID()
    await seconds(send(tag, id))
    const [, status] = await seconds(send(tag, id))
    expect(status).toBe(200)
    await vi.advanceTimersByTimeAsync(5000)
    expect((await seconds(send(tag, id)))[1]).toBe(200)
    expect(sent).toHaveLength(1)
  })

  it('for an outcome, and the page gets it nevertheless; repeated requests get it once it is kept', async () => {
    const { send, sent, errors } = proxyWith({ once: storeWith('settle', 6000) })
    const id = crypto.randomUUID()
    const [time, status, text] = await seconds(send(tag, id))
    expect([time, status]).toEqual([3, 200])
    expect(errors).toHaveLength(1)
    expect((await seconds(send(tag, id)))[2]).toBe(text)
    expect(sent).toHaveLength(1)
  })

  it('for an outcome, and repeated requests say that the change may have been made if it is lost', async () => {
    const { send, sent } = proxyWith({ once: storeWith('settle', Infinity) })
    const id = crypto.randomUUID()
    await seconds(send(tag, id))
    const [time, status, text] = await seconds(send(tag, id))
    expect([time, status]).toEqual([55, 504])
    expect(detailsOf(text)).toMatchObject(unknown)
    expect(sent).toHaveLength(1)
  })

  it('for reading an outcome, and says that the change may have been made', async () => {
    const store = storeWith('read', Infinity)
    const { send, sent, errors } = proxyWith({ once: { ...store, settle: () => Promise.resolve() } })
    const id = crypto.randomUUID()
    await seconds(send(tag, id))
    const [time, status, text] = await seconds(send(tag, id))
    expect([time, status]).toEqual([3, 504])
    expect(detailsOf(text)).toMatchObject(unknown)
    expect(errors).toHaveLength(1)
    expect(sent).toHaveLength(1)
  })

  it('for a release after a refusal for the quota, and the next request waits for it', async () => {
    const { send, sent } = proxyWith({ once: storeWith('release', 5000) }, 429)
    const id = crypto.randomUUID()
    expect((await seconds(send(tag, id))).slice(0, 2)).toEqual([3, 429])
    expect((await seconds(send(tag, id)))[1]).toBe(200)
    expect((await seconds(send(tag, id)))[1]).toBe(200)
    expect(sent).toHaveLength(2)
  })
})

it('a request that waited too long for the key says so, and the server hears of it', async () => {
  const { send, sent, errors } = proxyWith({ apiKey: never, timeoutMs: 2000 })
  const [time, status, text] = await seconds(send(tag))
  expect([time, status]).toEqual([2, 503])
  expect(detailsOf(text)).toMatchObject({ code: 'PROXY_BUSY', proxy: { mayHaveRun: false, retryable: true } })
  expect(errors).toHaveLength(1)
  expect(sent).toHaveLength(0)
})
