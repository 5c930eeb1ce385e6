import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import { labelbox } from './labelbox.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** A small server for production: the built page, and the proxy beside it. */
export function pageServer(folder: string): Server {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => extname(file) in types)
      .map((file) => [`/${file.replaceAll('\\', '/')}`, readFileSync(join(folder, file))]),
  )
  return createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    const name = path === '/' ? '/index.html' : path
    const file = files.get(name)
    if (path === '/api/labelbox') labelbox(request, response)
    else if (file === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': types[extname(name)] }).end(file)
  })
}

if (process.argv[1] === import.meta.filename) {
  const port = Number(process.env['PORT'] ?? 3000)
  pageServer(join(import.meta.dirname, 'dist')).listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}`))
}
