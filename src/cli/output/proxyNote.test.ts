import { expect, it } from 'vitest'
import { commandLine } from '../testing.ts'
import { proxyNote } from './proxyNote.ts'

const command = commandLine({ users: 1 })

it('explains after a failed connection that the proxy is not used, and hides its URL', async () => {
  const env = {
    LABELBOX_API_KEY: 'a',
    LABELBOX_ENDPOINT: 'http://127.0.0.1:1/graphql',
    https_proxy: 'http://planted:planted@proxy.example:3128',
  }
  const { code, stderr } = await command.run(['org'], { env })

  expect(code).toBe(1)
  expect(stderr).toContain('does not use the proxy in https_proxy.')
  expect(stderr).not.toContain('planted')
})

it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])('reads %s', (name) => {
  for (const endpoint of ['https://api.labelbox.com/graphql', 'http://127.0.0.1:4100/graphql']) {
    expect(proxyNote(endpoint, { [name]: 'http://planted@proxy.example' })).toMatch(
      `does not use the proxy in ${name}.`,
    )
    expect(proxyNote(endpoint, { [name]: '' })).toBeUndefined()
  }
})

it('does not mention proxies if no proxy is set, or if the request failed for another reason', async () => {
  expect(proxyNote('https://api.labelbox.com/graphql', {})).toBeUndefined()
  const env = {
    LABELBOX_API_KEY: 'planted',
    LABELBOX_ENDPOINT: command.sandbox.url,
    HTTPS_PROXY: 'http://proxy.example',
  }
  expect((await command.run(['org'], { env })).stderr).not.toContain('proxy')
})

it.each([
  ['https://api.labelbox.com/graphql', 'example.com', true],
  ['https://api.labelbox.com/graphql', '', true],
  ['https://api.labelbox.com/graphql', 'box.com', true],
  ['https://api.labelbox.com/graphql', 'api.labelbox.com:8443', true],
  ['https://api.labelbox.com/graphql', '*', false],
  ['https://api.labelbox.com/graphql', 'example.com, labelbox.com', false],
  ['https://api.labelbox.com/graphql', '.LABELBOX.com', false],
  ['https://api.labelbox.com/graphql', '*.labelbox.com', false],
  ['https://api.labelbox.com/graphql', 'api.labelbox.com:443', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/8', false],
  ['http://10.1.2.3:8080/graphql', '10.2.0.0/16', true],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/99', true],
  ['http://10.1.2.3:8080/graphql', '10.1.2.3:8080', false],
  ['http://[::1]:8080/graphql', '::1', false],
  ['http://[::1]:8080/graphql', '[::1]', false],
  ['http://[::1]:8080/graphql', '[::1]:8080', false],
  ['http://[::1]:8080/graphql', 'fe80::/10', true],
])('for %s with NO_PROXY=%s, a proxy matters: %s', (endpoint, list, matters) => {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    expect(proxyNote(endpoint, { HTTPS_PROXY: 'http://proxy.example', [name]: list }) !== undefined).toBe(matters)
  }
})
