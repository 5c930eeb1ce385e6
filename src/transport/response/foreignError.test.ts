import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { shown } from '../../../test/support/planted.ts'
import { foreignError } from './foreignError.ts'
import { expectLinearTime } from '../../../test/support/growth.ts'

// What the user's fetch may throw with a key in it is in key.test.ts and test/secrets.test.ts.
const secret = 'planted.api-key'

const secrets =
  (...texts: readonly string[]) =>
  () => ({ key: undefined, texts })

const show = (value: unknown): string => [...shown(value), inspect(value, { showHidden: true })].join('\n')

describe('a copy of an error that fetch threw', () => {
  test('has the texts of the error and of those below it', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), {
      code: 'ECONNREFUSED',
      errno: -111,
      syscall: 'connect',
      address: '127.0.0.1',
      port: 443,
    })
    const several = Object.assign(new AggregateError([refused, 'text', 7], 'no address answers'), {
      code: 'ECONNREFUSED',
    })
    const thrown = new TypeError('fetch failed', { cause: several })
    const copy = foreignError(thrown, secrets(secret))
    expect(show(copy)).toBe(show(thrown))
    expect(copy).not.toBe(thrown)
    expect(copy).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      stack: thrown.stack,
      cause: { code: 'ECONNREFUSED', errors: [{ syscall: 'connect', port: 443 }, 'text', 7] },
    })
  })

  test('shares no object with the thrown error', () => {
    const thrown = Object.assign(new Error('no'), { request: { headers: {} }, retry: () => secret })
    const copy = foreignError(thrown, secrets(secret))
    Object.assign(thrown, { message: secret, code: secret })
    expect(copy).toMatchObject({ message: 'no' })
    expect(Object.getPrototypeOf(copy)).toBe(Error.prototype)
    expect(Object.keys(copy as object)).toEqual([])
  })

  test('leaves out the parts with a secret, and keeps the others', () => {
    const thrown = Object.assign(new Error(`Bearer ${secret}`, { cause: new Error('reset') }), { code: 'ECONNRESET' })
    const copy = foreignError(thrown, secrets(secret))
    expect(copy).toMatchObject({ code: 'ECONNRESET', cause: { message: 'reset' } })
    expect(show(copy)).not.toContain(secret)
  })

  test.each([undefined, null, true, 7, 'reset'])('of %j is that', (value) => {
    expect(foreignError(value, secrets(secret))).toBe(value)
  })

  test.each<[string, unknown]>([
    ['a function', () => secret],
    ['a symbol', Symbol(secret)],
    [
      'a getter that throws',
      Object.defineProperty(new Error('no'), 'code', {
        get() {
          throw new Error(secret)
        },
      }),
    ],
  ])('of %s holds no text', (_, thrown) => {
    const copy = foreignError(thrown, secrets(secret))
    expect((copy as Error).message).toContain('left out')
    expect(show(copy)).not.toContain(secret)
  })

  test('is finite, whatever the causes are', () => {
    const circle = new Error('circle')
    circle.cause = circle
    const endless = (): Error =>
      Object.defineProperties(new AggregateError([], 'endless'), {
        cause: { get: endless },
        errors: { get: () => [endless(), endless()] },
      })
    expect(foreignError(circle, secrets(secret))).toMatchObject({ message: 'circle', cause: { message: /left out/ } })
    expect(foreignError(endless(), secrets(secret))).toMatchObject({ message: 'endless' })
  })

  test.each([
    ['in capital letters', (text: string) => text.toUpperCase()],
    ['in a URL', encodeURIComponent],
    ['in the path of a URL', encodeURI],
    ['in a form', (text: string) => new URLSearchParams({ email: text }).toString()],
    ['in JSON', JSON.stringify],
    ['within a longer text in JSON', (text: string) => JSON.stringify(`sent ${text} there`)],
    ['in JSON in JSON', (text: string) => JSON.stringify({ body: JSON.stringify({ text }) })],
    ['inspected', (text: string) => inspect({ text })],
  ])('has no secret text, %s', (_, write) => {
    const texts = ['other', 'to "Ada" <ada+1@example.com>\n']
    expect(foreignError(new Error(write(texts[1] ?? '')), secrets(...texts))).toMatchObject({ message: /left out/ })
  })

  const key = 'eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoia2V5In0.cGxhbnRlZC1zaWduYXR1cmU'
  test.each([
    ['its beginning', key.slice(0, 20)],
    ['its middle', `…${key.slice(21, 40)}…`],
    ['its last twelve characters', key.slice(-12)],
    ['as base64', btoa(key)],
    ['in base64', btoa(`:${key}`)],
  ])('leaves out a text with a part of the key: %s', (_, part) => {
    const thrown = Object.assign(new Error('reset'), { code: `invalid header ${part}` })
    expect(show(foreignError(thrown, () => ({ key, texts: [] })))).not.toContain(part)
  })

  test('has names, codes and numbers alone where the secrets are not known', () => {
    const system = { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: '127.0.0.1', port: 443 }
    const named = Object.assign(new TypeError('reset'), { name: 'FetchError' })
    const copy = foreignError(Object.assign(new Error('to ada@example.com', { cause: named }), system)) as Error
    expect(copy).toMatchObject({ code: 'ECONNREFUSED', errno: -111, syscall: 'connect', port: 443 })
    expect(copy).toMatchObject({ message: /left out/, cause: { name: 'FetchError', message: 'reset' } })
    expect(Object.keys(copy).sort()).toEqual(['code', 'errno', 'port', 'syscall'])
    expect(foreignError('to ada@example.com')).toMatchObject({ message: /left out/ })
  })

  test('holds no text if finding the secrets fails', () => {
    const unknown = (): never => {
      throw new RangeError('too deep')
    }
    expect(show(foreignError(new Error(secret), unknown))).not.toContain(secret)
  })
})

describe('a copy leaves out a key in every usual encoding', () => {
  const key = 'planted.api-key_42/ab+cd='
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const hex = (text: string): string => Buffer.from(text).toString('hex')
  const percent = (text: string): string => hex(text).replace(/../g, '%$&')
  const codes = (text: string): readonly number[] => [...Buffer.from(text)]

  const forms: Readonly<Record<string, (text: string) => string>> = {
    'as it is': (text) => text,
    base64,
    'base64 without padding': (text) => base64(text).replace(/=+$/, ''),
    base64url: (text) => Buffer.from(text).toString('base64url'),
    'base64 in a URL': (text) => encodeURIComponent(base64(text)),
    hex,
    'hex in capital letters': (text) => hex(text).toUpperCase(),
    'a dump of a Buffer': (text) => inspect(Buffer.from(text)),
    'hex with colons': (text) => hex(text).replace(/..(?=.)/g, '$&:'),
    'hex with 0x': (text) => hex(text).replace(/../g, '0x$&, '),
    'every character escaped for a URL': percent,
    'every character escaped for JSON': (text) => hex(text).replace(/../g, '\\u00$&'),
    'escapes of bytes': (text) => hex(text).replace(/../g, '\\x$&'),
    'a Buffer in JSON': (text) => JSON.stringify(Buffer.from(text)),
    'a list of bytes': (text) => codes(text).join(', '),
    'bytes with spaces': (text) => `[${codes(text).join(' ')}]`,
    'bytes line by line': (text) => codes(text).join('\n'),
    'every character escaped for HTML': (text) =>
      codes(text)
        .map((code) => `&#${String(code)};`)
        .join(''),
  }

  test.each(Object.entries(forms))('%s', (_, form) => {
    for (const said of [key, `Bearer ${key}`, `xx${key}`, `Authorization: Bearer ${key}\r\n`]) {
      const message = `could not send <${form(said)}> there`
      const copy = foreignError(new Error(message), () => ({ key, texts: [] })) as Error
      expect(copy.message).toContain('left out')
      expect(show(copy)).not.toContain(form(said))
    }
  })

  test('keeps other texts in these encodings', () => {
    for (const form of Object.values(forms)) {
      const message = `could not send ${form('a thing that is nobody’s business')} there`
      expect((foreignError(new Error(message), () => ({ key, texts: [] })) as Error).message).toBe(message)
    }
  })

  test('leaves out a long text in linear time', async () => {
    await expectLinearTime((length) => {
      const copy = foreignError(new Error('ab '.repeat(length)), () => ({ key, texts: [] })) as Error
      expect(copy.message).toContain('left out')
    }, 90_000)
  })
})
