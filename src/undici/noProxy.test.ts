import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isExcluded } from './noProxy.ts'

it.each([
  ['https://api.labelbox.com/graphql', 'example.com', false],
  ['https://api.labelbox.com/graphql', '', false],
  ['https://api.labelbox.com/graphql', 'box.com', false],
  ['https://api.labelbox.com/graphql', 'api.labelbox.com:8443', false],
  ['https://api.labelbox.com/graphql', '.', false],
  ['https://api.labelbox.com/graphql', '*', true],
  ['https://api.labelbox.com/graphql', 'example.com,*', true],
  ['https://api.labelbox.com/graphql', 'example.com, labelbox.com', true],
  ['https://api.labelbox.com/graphql', '.LABELBOX.com', true],
  ['https://api.labelbox.com/graphql', '*.labelbox.com', true],
  ['https://api.labelbox.com/graphql', 'labelbox.com.', true],
  ['https://api.labelbox.com./graphql', 'labelbox.com', true],
  ['https://api.labelbox.com/graphql', 'api.labelbox.com:443', true],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/8', true],
  ['http://10.1.2.3:8080/graphql', '10.2.0.0/16', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/99', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/8.5', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/-1', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/1e1', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/33', false],
  ['http://[::1]:8080/graphql', '::/129', false],
  ['https://api.bücher.de/graphql', 'bücher.de', true],
  ['https://api.bücher.de/graphql', '*.BÜCHER.de:443', true],
  ['https://api.bücher.de/graphql', 'xn--bcher-kva.de', true],
  ['https://api.bücher.de/graphql', 'bücher.com', false],
  ['https://api.labelbox.com/graphql', 'ü b', false],
  ['http://10.1.2.3:8080/graphql', '10.1.2.3:8080', true],
  ['http://10.1.2.3:8080/graphql', '2.3', false],
  ['http://[::1]:8080/graphql', '::1', true],
  ['http://[::1]:8080/graphql', '0:0:0:0:0:0:0:1', true],
  ['http://[::1]:8080/graphql', '[::1]', true],
  ['http://[::1]:8080/graphql', '[::1]:8080', true],
  ['http://[::1]:8080/graphql', '[::1]:8081', false],
  ['http://[::1]:8080/graphql', 'fe80::/10', false],
])('%s is excluded by NO_PROXY=%s: %s', (endpoint, list, excluded) => {
  expect(isExcluded(new URL(endpoint), list)).toBe(excluded)
})

it('is decided for any text', () => {
  const entry = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.string(),
    fc
      .tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.oneof(fc.integer({ max: 140 }), fc.double()))
      .map((parts) => parts.join('/')),
    fc.constantFrom('*', '.', ':', '/', '[', ']', '[]:1'),
  )
  fc.assert(
    fc.property(
      fc.array(entry),
      fc.constantFrom(',', ', ', ' '),
      fc.oneof(
        fc.webUrl(),
        fc.ipV4().map((host) => `http://${host}`),
      ),
      (entries, between, url) => {
        const server = new URL(url)
        const list = entries.join(between)
        expect(isExcluded(server, `${list}${between}${server.hostname}`)).toBe(true)
        expect(isExcluded(server, list)).toBe(list.split(/[\s,]/).some((each) => isExcluded(server, each)))
      },
    ),
  )
})
