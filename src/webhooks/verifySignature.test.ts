import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { signPayload, verifySignature, type DeliveryHeaders } from 'labelbox-org/webhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'

interface Vector {
  readonly body: string
  readonly bodyHex: string
  readonly secret: string
  readonly sha256: string
  readonly sha1: string
}

/** Computed by OpenSSL: `openssl dgst -sha256 -hmac SECRET FILE`, and with `-sha1`. */
const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as readonly Vector[]
const [first] = vectors as readonly [Vector]
const bodyOf = ({ bodyHex }: Vector): Uint8Array => Uint8Array.from(Buffer.from(bodyHex, 'hex'))

const strong = (hex: string) => ({ 'x-hub-signature-256': `sha256=${hex}` })
const weak = (hex: string) => ({ 'x-hub-signature': `sha1=${hex}` })
const flipped = (bytes: Uint8Array, at: number, bit = 1): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ bit : byte))

afterEach(() => void vi.unstubAllGlobals())

describe('verifySignature', () => {
  it.each(vectors)('accepts the signatures that OpenSSL computed for $body with the secret $secret', async (vector) => {
    const { secret, sha256, sha1 } = vector
    const body = bodyOf(vector)

    expect(await verifySignature({ body, secret, headers: strong(sha256) })).toBe(true)
    expect(await verifySignature({ body, secret, headers: weak(sha1) })).toBe(true)
    expect(await verifySignature({ body, secret: `${secret} `, headers: strong(sha256) })).toBe(false)
    expect(await verifySignature({ body, secret: `${secret} `, headers: weak(sha1) })).toBe(false)
  })

  it('accepts upper-case digits, header names in any case, and header arrays of Node.js', async () => {
    const { secret, sha256 } = first
    const body = bodyOf(first)
    const all: readonly DeliveryHeaders[] = [
      new Headers({ 'X-Hub-Signature-256': `sha256=${sha256.toUpperCase()}` }),
      { 'X-HUB-Signature-256': `sha256=${sha256}` },
      { 'x-hub-signature-256': [`sha256=${sha256}`], 'x-hub-signature': undefined },
    ]
    for (const headers of all) expect(await verifySignature({ body, secret, headers })).toBe(true)
  })

  it('accepts the body as text, as a buffer and as any view of its bytes', async () => {
    const { secret, sha256 } = first
    const bytes = bodyOf(first)
    const wider = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')])
    for (const body of [
      new TextDecoder().decode(bytes),
      bytes.slice().buffer,
      wider.subarray(6, 6 + bytes.length),
      new DataView(wider.buffer, wider.byteOffset + 6, bytes.length),
    ]) {
      expect(await verifySignature({ body, secret, headers: strong(sha256) })).toBe(true)
    }
  })

  it.each(['a buffer', 'a view'])('verifies %s as it was at the call, even if it changes meanwhile', async (kind) => {
    const bytes = bodyOf(first).slice()
    const body = kind === 'a view' ? bytes : bytes.buffer
    const verifying = verifySignature({ body, secret: first.secret, headers: strong(first.sha256) })
    bytes.fill(0)
    expect(await verifying).toBe(true)
  })

  it.each(vectors)('rejects $body with any byte changed, added or removed', async (vector) => {
    const { secret, sha256, sha1 } = vector
    const body = bodyOf(vector)
    const headers = [strong(sha256), weak(sha1)]
    for (const [at] of body.entries()) {
      for (const bit of [1, 128]) {
        for (const header of headers) {
          expect(await verifySignature({ body: flipped(body, at, bit), secret, headers: header })).toBe(false)
        }
      }
    }
    for (const longer of [Uint8Array.of(...body, 0), body.slice(0, -1)]) {
      if (longer.length === body.length) continue
      for (const header of headers) expect(await verifySignature({ body: longer, secret, headers: header })).toBe(false)
    }
  })

  it.each(vectors)('rejects the signature of $body with the secret $secret with any byte changed', async (vector) => {
    const { secret } = vector
    const body = bodyOf(vector)
    for (const [make, hex] of [
      [strong, vector.sha256],
      [weak, vector.sha1],
    ] as const) {
      const signature = Buffer.from(hex, 'hex')
      for (const [at] of signature.entries()) {
        const other = Buffer.from(flipped(signature, at)).toString('hex')
        expect(await verifySignature({ body, secret, headers: make(other) })).toBe(false)
      }
    }
  })

  it('rejects any other text in the header, well-formed or not', async () => {
    const { secret, sha256, sha1 } = first
    const body = bodyOf(first)
    const right = new Set([sha256, sha1])
    const digits = fc.stringMatching(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), digits), fc.constantFrom('sha256=', 'sha1=', ''), async (text, prefix) => {
        const value = `${prefix}${text}`
        if (right.has(text.toLowerCase())) return
        const headers = { 'x-hub-signature-256': value }
        expect(await verifySignature({ body, secret, headers })).toBe(false)
        expect(await verifySignature({ body, secret, headers: { 'x-hub-signature': value } })).toBe(false)
      }),
    )
    for (const text of [
      sha256,
      `sha256=${sha256}00`,
      `sha256=${sha256.slice(2)}`,
      `sha1=${sha256}`,
      `sha256=${sha1}`,
    ]) {
      expect(await verifySignature({ body, secret, headers: { 'x-hub-signature-256': text } })).toBe(false)
    }
    const twice = { 'x-hub-signature-256': [`sha256=${sha256}`, `sha256=${sha256}`] }
    expect(await verifySignature({ body, secret, headers: twice })).toBe(false)
  })
})

describe('verifySignature with two headers', () => {
  const { secret, sha256, sha1 } = first
  const body = bodyOf(first)
  const wrong = (hex: string): string => Buffer.from(flipped(Buffer.from(hex, 'hex'), 0)).toString('hex')

  it('ignores SHA-1 if there is a SHA-256 header, valid or not', async () => {
    const both = (one: object, other: object) => verifySignature({ body, secret, headers: { ...one, ...other } })

    expect(await both(strong(sha256), weak(sha1))).toBe(true)
    expect(await both(strong(wrong(sha256)), weak(sha1))).toBe(false)
    expect(await both({ 'x-hub-signature-256': '' }, weak(sha1))).toBe(false)
    expect(await both({ 'x-hub-signature-256': 'garbled' }, weak(sha1))).toBe(false)
    expect(await both(strong(sha256), weak(wrong(sha1)))).toBe(true)
  })

  it('rejects a delivery without either header', async () => {
    expect(await verifySignature({ body, secret, headers: {} })).toBe(false)
    expect(await verifySignature({ body, secret, headers: new Headers() })).toBe(false)
  })

  it('rejects SHA-1 if allowSha1 is false', async () => {
    expect(await verifySignature({ body, secret, headers: weak(sha1), allowSha1: false })).toBe(false)
    expect(await verifySignature({ body, secret, headers: strong(sha256), allowSha1: false })).toBe(true)
  })
})

describe('verifySignature with secrets', () => {
  const { secret, sha256 } = first
  const body = bodyOf(first)
  const headers = strong(sha256)

  it('accepts a signature of any of several secrets', async () => {
    expect(await verifySignature({ body, headers, secret: ['new', secret] })).toBe(true)
    expect(await verifySignature({ body, headers, secret: [secret, 'new'] })).toBe(true)
    expect(await verifySignature({ body, headers, secret: ['new', 'newer'] })).toBe(false)
  })

  it.each([[''], [[]], [['good', '']], [undefined], [null], [7], [[secret, 7]]])(
    'throws a TypeError for the secret %j that does not quote it',
    async (given) => {
      const verifying = verifySignature({ body, headers, secret: given as unknown as string })
      const error = await verifying.catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(TypeError)
      expect(inspect(error)).not.toContain(secret)
    },
  )

  it('throws for a parsed body, without quoting the secret', async () => {
    const parsed = { id: 'label-1' } as unknown as string
    const error = await verifySignature({ body: parsed, headers, secret }).catch((reason: unknown) => reason)
    expect(String(error)).toContain('before it is parsed')
    expect(inspect(error)).not.toContain(secret)
  })
})

it.each([undefined, {}])(
  'throws a TypeError that names https where crypto is %j, as in a page on http',
  async (crypto) => {
    vi.stubGlobal('crypto', crypto)
    const { secret, sha256 } = first
    const verifying = verifySignature({ body: bodyOf(first), headers: strong(sha256), secret })
    await expect(verifying).rejects.toThrow(new TypeError('crypto.subtle is missing. In a browser it requires https.'))
  },
)

describe('signPayload', () => {
  it.each(vectors.filter(({ bodyHex }) => !bodyHex.startsWith('00')))(
    'signs $body with the secret $secret like OpenSSL',
    async (vector) => {
      const text = new TextDecoder().decode(bodyOf(vector))
      const { headers, body } = await signPayload(text, { secret: vector.secret })
      expect(body).toBe(text)
      expect(headers).toMatchObject({ ...strong(vector.sha256), ...weak(vector.sha1) })
    },
  )

  it('signs any payload like Node.js does, so that verifySignature accepts it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.string({ unit: 'binary' }).filter((text) => text.trim() !== ''),
        async (payload, secret) => {
          const { headers, body } = await signPayload(payload, { secret })
          const key = secret.replace(/\r?\n$/, '')
          for (const [algorithm, header] of [
            ['sha256', 'x-hub-signature-256'],
            ['sha1', 'x-hub-signature'],
          ] as const) {
            expect(headers[header]).toBe(`${algorithm}=${createHmac(algorithm, key).update(body).digest('hex')}`)
          }
          expect(await verifySignature({ body, headers, secret })).toBe(true)
          if (typeof payload !== 'string') expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(payload)))
        },
      ),
    )
  })

  it('makes a POST of JSON, by default a created label with an id of its own', async () => {
    const deliveries = [await signPayload({}, { secret: 's' }), await signPayload({}, { secret: 's' })]
    for (const { method, headers } of deliveries) {
      expect(method).toBe('POST')
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-labelbox-event': 'LABEL_CREATED' })
    }
    const ids = deliveries.map(({ headers }) => headers['x-labelbox-id'])
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[0]).not.toBe(ids[1])
  })

  it('adds only the signatures in algorithms', async () => {
    const { headers } = await signPayload({}, { secret: 's', algorithms: ['sha1'], event: 'MOVE', id: 'd-1' })
    expect(Object.keys(headers)).not.toContain('x-hub-signature-256')
    expect(headers).toMatchObject({ 'x-labelbox-event': 'MOVE', 'x-labelbox-id': 'd-1' })
  })

  it('returns what new Request() takes', async () => {
    const request = new Request('https://example.com/', await signPayload({ id: 'label-1' }, { secret: 's' }))
    expect(await request.json()).toEqual({ id: 'label-1' })
  })

  it('throws a TypeError for undefined and for an empty secret', async () => {
    await expect(signPayload(undefined, { secret: 's' })).rejects.toThrow(
      new TypeError('The payload must be a string or a value that can be converted to JSON.'),
    )
    await expect(signPayload({}, { secret: '' })).rejects.toThrow(
      new TypeError('The webhook secret is empty or not a string. Check the setting.'),
    )
  })
})
