import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { createServer as createViteServer } from 'vite'
import { labelbox } from '../labelboxPlugin.ts'
import type { render } from './render.tsx'

const root = import.meta.dirname
const server = createServer()

const vite = await createViteServer({
  root,
  configFile: false,
  appType: 'custom',
  plugins: [react(), labelbox()],
  server: { middlewareMode: true, hmr: { server } },
  // Here `labelbox-org/...` is this repository's source. In your project it is the installed package.
  resolve: { tsconfigPaths: true },
})

async function sendPage(
  url: string,
  response: ServerResponse,
): Promise<void> {
  const template = await vite.transformIndexHtml(
    url,
    await readFile(join(root, 'index.html'), 'utf8'),
  )
  const module = (await vite.ssrLoadModule('/render.tsx')) as {
    readonly render: typeof render
  }
  const { html, results } = await module.render()
  // A name that contains </script> must not end the script.
  const json = JSON.stringify(results).replaceAll('<', '\\u003c')
  const page = template
    .replace('<!--app-->', () => html)
    .replace('<!--results-->', () => json)
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end(page)
}

server.on('request', (request, response) => {
  vite.middlewares(request, response, () => {
    sendPage(request.url ?? '/', response).catch((error: unknown) => {
      console.error(error)
      response.writeHead(500).end('The page could not be rendered.')
    })
  })
})

server.listen(Number(process.env['PORT'] ?? 5173), '127.0.0.1', () => {
  console.log(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  )
})
