import { expect, test } from 'vitest'
import { isFreeOf } from './isFreeOf.ts'

// What the user's fetch may throw with a key in it is in key.test.ts: here is what cannot be seen to the end.
const secret = 'planted.api-key'

class Request {
  readonly #headers = secret
  toString(): string {
    return this.#headers
  }
}

test.each<[string, unknown]>([
  [
    'a getter that throws',
    Object.defineProperty(new Error('no'), 'request', {
      get() {
        throw new Error('closed')
      },
    }),
  ],
  ['a class that shows nothing', Object.assign(new Error('no'), { request: new Request() })],
  ['a function', Object.assign(new Error('no'), { retry: () => secret })],
  ['a symbol’s name', Object.assign(new Error('no'), { [Symbol(secret)]: true })],
  ['more than can be searched', Array.from({ length: 2000 }, (_, index) => ({ index }))],
])('%s may hold the key', (_, thrown) => {
  expect(isFreeOf([secret], thrown)).toBe(false)
})

test.each<[string, unknown]>([
  ['an error', new Error('no', { cause: new Error('closed') })],
  ['data without a prototype', Object.assign(Object.create(null) as object, { code: 1 })],
  ['nothing', undefined],
  ['a number', 7],
])('%s does not', (_, thrown) => {
  expect(isFreeOf([secret], thrown)).toBe(true)
})

test.each([
  ['in capital letters', (text: string) => text.toUpperCase()],
  ['in a URL', encodeURIComponent],
  ['in JSON', JSON.stringify],
  ['in JSON in JSON', (text: string) => JSON.stringify({ body: JSON.stringify({ text }) })],
])('a text is found %s', (_, write) => {
  expect(isFreeOf(['other', 'to "Ada" <ada+1@example.com>'], new Error(write('to "Ada" <ada+1@example.com>')))).toBe(
    false,
  )
})

test('without a key there is nothing to hide', () => {
  expect(isFreeOf([], new Request())).toBe(true)
})
