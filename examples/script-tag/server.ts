import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { labelboxProxy, toNodeHandler } from 'labelbox-org/proxy'

const proxy = toNodeHandler(
  labelboxProxy({
    endpoint:
      process.env['LABELBOX_ENDPOINT'] ??
      'http://127.0.0.1:4100/graphql',
    apiKey: process.env['LABELBOX_API_KEY'] ?? 'sandbox-key',
    authorize: (_request, { kind, operationName }) =>
      kind === 'query' || operationName === 'InviteUser',
  }),
)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
}

const repository = join(import.meta.dirname, '../..')

/** The file of a path. This repository is the package; in your project it is in node_modules like the others. */
function fileOf(path: string): string {
  const prefix = '/node_modules/labelbox-org/'
  if (path.startsWith(prefix))
    return join(repository, path.slice(prefix.length))
  return path.startsWith('/node_modules/')
    ? join(repository, path)
    : join(import.meta.dirname, path === '/' ? 'index.html' : path)
}

async function send(
  path: string,
  response: ServerResponse,
): Promise<void> {
  const type = types[extname(path) || '.html']
  const content =
    type === undefined
      ? undefined
      : await readFile(fileOf(path)).catch(() => undefined)
  if (type === undefined || content === undefined)
    response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': type }).end(content)
}

const server = createServer((request, response) => {
  // `URL` resolves `..`, so no path leads out of the folders above.
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/api/labelbox') proxy(request, response)
  else void send(pathname, response)
})

server.listen(Number(process.env['PORT'] ?? 5173), '127.0.0.1', () => {
  console.log(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  )
})
