import { afterEach, describe, expect, test, vi } from 'vitest'
import { endsWithRequest, isLoopback, isOffline, isPage, mayRepeatRequests } from './platform.ts'

afterEach(() => vi.unstubAllGlobals())

test.each([
  [{}, {}, true],
  [{}, undefined, false],
  [undefined, {}, false],
  [null, {}, false],
  [{}, null, false],
  [() => undefined, {}, false],
  [{}, () => undefined, false],
])('with window %o and document %o this is a page: %s', (window, document, expected) => {
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', document)
  expect(isPage()).toBe(expected)
})

const chrome = 'Mozilla/5.0 (X11; Linux x64) Chrome/150'

describe('a platform', () => {
  test.each<[object | undefined, mayRepeat: boolean, endsWithRequest: boolean]>([
    [{ userAgent: chrome }, true, false],
    [{ userAgent: '', product: 'ReactNative' }, true, false],
    [{ product: 'ReactNative' }, true, false],
    [{ userAgent: 'Node.js/22' }, false, false],
    [{ userAgent: `Node.js/22 (like ${chrome})` }, false, false],
    [{ userAgent: 'Cloudflare-Workers' }, false, true],
    [{ userAgent: ['Cloudflare-Workers'] }, false, false],
    [{}, false, false],
    [undefined, false, false],
  ])('with navigator %o', (navigator, mayRepeat, ends) => {
    vi.stubGlobal('navigator', navigator)
    expect([mayRepeatRequests(), endsWithRequest()]).toEqual([mayRepeat, ends])
  })

  test.each<[navigator: object | undefined, hostname: string | undefined, offline: boolean]>([
    [{ userAgent: chrome, onLine: false }, 'app.example.com', true],
    [{ userAgent: chrome, onLine: false }, undefined, true],
    [{ userAgent: chrome, onLine: false }, 'localhost', false],
    [{ userAgent: chrome, onLine: true }, 'app.example.com', false],
    [{ userAgent: chrome }, 'app.example.com', false],
    [{ userAgent: 'Node.js/22', onLine: false }, 'app.example.com', false],
    [undefined, 'app.example.com', false],
  ])('with navigator %o at %s is offline: %s', (navigator, hostname, offline) => {
    vi.stubGlobal('navigator', navigator)
    vi.stubGlobal('location', hostname === undefined ? undefined : { hostname })
    expect(isOffline()).toBe(offline)
  })
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['[::1]', true],
  ['localhost.', false],
  ['app.localhost', false],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['x127.0.0.1', false],
  ['127.0.0', false],
  ['[::1]x', false],
])('%s is this machine: %s', (hostname, expected) => {
  expect(isLoopback(hostname)).toBe(expected)
})
