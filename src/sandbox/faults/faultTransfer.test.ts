import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { createSandbox, type Fault, type Sandbox } from '../index.ts'
import { faulty, post, tag, tags } from '../testingSandbox.ts'

it.each([false, true])('sends no response with processed: %s', async (processed) => {
  const sandbox = await faulty({ kind: 'hang', operationName: 'Tag', processed })

  const leaving = new AbortController()
  const response = post(sandbox, { signal: leaving.signal }).catch(() => 'none')
  await expect.poll(() => sandbox.received[0]?.fault).toBe('hang')
  await expect.poll(() => sandbox.received[0]?.processed).toBe(processed)
  leaving.abort()

  expect(await response).toBe('none')

  expect(await tags(sandbox)).toBe(processed ? 1 : 0)
  expect(sandbox.received[0]).toMatchObject({ status: undefined, processed, fault: 'hang' })
})

it.each([false, true])('resets the connection before the response with processed: %s', async (processed) => {
  const sandbox = await faulty({ kind: 'reset', operationName: 'Tag', processed })

  await expect(post(sandbox)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })

  expect(await tags(sandbox)).toBe(processed ? 1 : 0)
  expect(sandbox.received[0]).toMatchObject({ status: undefined, processed, fault: 'reset' })
})

/** The parts of a response body as they arrive, and its end. */
function partsOf({ url, apiKey }: Sandbox): Promise<{ parts: string[]; announced: number; error: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    })
    sent.on('error', reject).on('response', (response: IncomingMessage) => {
      const parts: string[] = []
      const announced = Number(response.headers['content-length'])
      response.setEncoding('utf8').on('data', (part: string) => parts.push(part))
      response.on('error', (error) => resolve({ parts, announced, error }))
      response.on('end', () => resolve({ parts, announced, error: undefined }))
    })
    sent.end(JSON.stringify({ query: tag }))
  })
}

it('resets the connection after half of the body', async () => {
  const sandbox = await faulty({ kind: 'reset-midway' })

  const { parts, announced, error } = await partsOf(sandbox)

  const body = parts.join('')
  expect(error).toMatchObject({ code: 'ECONNRESET' })
  expect(body).toMatch(/^{"data":{"createRes/)
  expect(body).toHaveLength(Math.floor(announced / 2))
  expect(await tags(sandbox)).toBe(1)
})

it('sends a slow body in pieces', async () => {
  const sandbox = await faulty({ kind: 'slow-body', delayMs: 200 })

  const { parts, announced, error } = await partsOf(sandbox)

  expect(error).toBeUndefined()
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.join('')).toHaveLength(announced)
  expect(JSON.parse(parts.join(''))).toMatchObject({ data: { createResourceTag: { text: 'a' } } })
})

it('sends an endless body, and still serves other requests', async () => {
  const sandbox = await faulty({ kind: 'endless-body', operationName: 'Tag' })

  const response = await post(sandbox)
  let text = ''
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part
    if (text.length > 2_000_000) break
  }

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(text).toMatch(/^{"data":{"endless":"x+$/)
  expect(await tags(sandbox)).toBe(0)
})

const slow = 1_000_000

it.each<Fault>([
  { kind: 'hang' },
  { kind: 'slow-body', delayMs: slow },
  { kind: 'endless-body' },
  { kind: 'http-status', processed: 'late', delayMs: slow },
  { kind: 'endless-body', processed: 'late', delayMs: slow },
  { kind: 'hang', processed: 'late', lateAfter: 'Look' },
])('closes at once with %j in progress', async (fault) => {
  const sandbox = await createSandbox({ faults: [fault] })
  const response = post(sandbox)
    .then((response) => response.text())
    .catch(() => undefined)
  await expect.poll(() => sandbox.received[0]?.fault).toBe(fault.kind)

  await sandbox.close()
  await response

  expect(sandbox.received[0]?.processed).toBe(fault.kind === 'slow-body')
})

it('stops sending when the client disconnects', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const sandbox = await faulty({ kind: 'slow-body', delayMs: slow })
  const gone = new AbortController()
  const response = await post(sandbox, { signal: gone.signal })
  const during = timers()

  gone.abort()

  await expect(response.text()).rejects.toThrow(/abort/)
  await expect.poll(timers).toBeLessThan(during)
})

it.each<Fault>([{ kind: 'slow-body' }, { kind: 'endless-body' }])(
  'closes after a client left with %j queued behind a response that never came',
  async (fault) => {
    const sandbox = await createSandbox()
    sandbox.setFaults([{ kind: 'hang' }, fault])
    const body = JSON.stringify({ query: tag })
    const head = `POST /graphql HTTP/1.1\r\nhost: sandbox\r\nauthorization: Bearer ${sandbox.apiKey}\r\ncontent-type: application/json\r\n`
    const text = `${head}content-length: ${body.length}\r\n\r\n${body}`
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1', () => socket.write(text + text))
    await expect.poll(() => sandbox.received.map(({ status }) => status)).toEqual([undefined, 200])
    socket.destroy()

    await sandbox.close()
  },
)
