import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga } from 'graphql-yoga'
import { afterEach, expect, it } from 'vitest'
import { pullSchema } from './pull.ts'

const cleanups: (() => void)[] = []
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

function yoga(typeDefs: string): RequestListener {
  const handler = createYoga({ schema: createSchema({ typeDefs }), logging: false })
  return (request, response) => void handler(request, response)
}

it('writes one text for one schema, in whatever order the server has it', async () => {
  const one = await serve(yoga('type Query { b: Int a(y: Int, x: Int): Int } enum E { B A }'))
  const other = await serve(yoga('enum E { A B } type Query { a(x: Int, y: Int): Int b: Int }'))
  const sdl = await pullSchema({ endpoint: one })
  expect(sdl).toBe(await pullSchema({ endpoint: other }))
  expect(sdl).toBe('enum E {\n  A\n  B\n}\n\ntype Query {\n  a(x: Int, y: Int): Int\n  b: Int\n}\n')
})

it('sends the key as a Bearer token, by POST', async () => {
  const seen: (string | undefined)[] = []
  const handler = yoga('type Query { a: Int }')
  const endpoint = await serve((request, response) => {
    seen.push(request.method, request.headers.authorization)
    handler(request, response)
  })
  await pullSchema({ endpoint, apiKey: 'key' })
  expect(seen).toEqual(['POST', 'Bearer key'])
})

it('asks again in plain words where the server does not know a detail', async () => {
  const handler = yoga('type Query { a: Int }')
  let requests = 0
  const endpoint = await serve((request, response) => {
    requests += 1
    if (requests > 1) {
      handler(request, response)
      return
    }
    response.writeHead(400, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ errors: [{ message: 'Cannot query field "isOneOf" on type "__Type".' }] }))
  })
  expect(await pullSchema({ endpoint })).toContain('type Query')
})

it('says what to look at when there is no schema', async () => {
  const endpoint = await serve((_, response) => void response.writeHead(401).end('<html>no</html>'))
  await expect(pullSchema({ endpoint })).rejects.toThrow(/gave no schema \(HTTP 401, then HTTP 401\)/)
})

it('keeps the key off the network where it could be read', async () => {
  await expect(pullSchema({ endpoint: 'http://example.com/graphql', apiKey: 'key' })).rejects.toThrow(/https/)
})
