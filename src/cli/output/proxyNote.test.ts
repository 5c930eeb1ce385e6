import { expect, it } from 'vitest'
import { commandLine } from '../testing.ts'
import { proxyNote } from './proxyNote.ts'

const command = commandLine({ users: 1 })
const endpoint = 'https://api.labelbox.com/graphql'

it('explains after a failed connection that the proxy is not used, and hides its URL', async () => {
  const env = {
    LABELBOX_API_KEY: 'a',
    LABELBOX_ENDPOINT: 'https://0.0.0.0:1/graphql',
    all_proxy: 'socks5://planted:planted@proxy.example:1080',
  }
  const { code, stderr } = await command.run(['org'], { env })

  expect(code).toBe(1)
  expect(stderr).toContain('does not use the proxy in all_proxy. Set HTTPS_PROXY.')
  expect(stderr).not.toContain('planted')
})

it.each([
  [{}, undefined],
  [{ ALL_PROXY: '' }, undefined],
  [{ ALL_PROXY: 'http://proxy.example' }, 'The command does not use the proxy in ALL_PROXY. Set HTTPS_PROXY.'],
  [{ ALL_PROXY: 'http://proxy.example', https_proxy: 'http://proxy.example' }, undefined],
  [{ ALL_PROXY: 'http://proxy.example', http_proxy: 'http://proxy.example' }, undefined],
  [{ ALL_PROXY: 'http://proxy.example', NO_PROXY: 'labelbox.com' }, undefined],
  [{ ALL_PROXY: ' ' }, undefined],
  // As in the transport, a variable of spaces does not count.
  [
    { ALL_PROXY: 'http://proxy.example', https_proxy: ' ', no_proxy: ' ' },
    'The command does not use the proxy in ALL_PROXY. Set HTTPS_PROXY.',
  ],
  [{ ALL_PROXY: 'http://proxy.example', no_proxy: ' ', NO_PROXY: 'labelbox.com' }, undefined],
])('with %j it says: %s', (environment, text) => {
  expect(proxyNote(endpoint, environment)).toBe(text)
})

it.each([
  ['http://labelbox.test', 'The command does not use the proxy in ALL_PROXY. Set HTTP_PROXY.'],
  ['http://127.0.0.1:4100', undefined],
])('with HTTPS_PROXY and ALL_PROXY, for %s it says: %s', (endpoint, text) => {
  const proxy = 'http://proxy.example'
  expect(proxyNote(endpoint, { HTTPS_PROXY: proxy, ALL_PROXY: proxy })).toBe(text)
})

it('does not mention proxies if the request failed for another reason', async () => {
  const env = { LABELBOX_API_KEY: 'planted', LABELBOX_ENDPOINT: command.sandbox.url, ALL_PROXY: 'http://proxy.example' }
  expect((await command.run(['org'], { env })).stderr).not.toContain('proxy')
})
