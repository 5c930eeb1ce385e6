// The installed command, against a sandbox that it starts.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { promisify } from 'node:util'

const bin = 'node_modules/.bin/labelbox-org'
const sandbox = spawn(bin, ['sandbox', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const [line] = await once(sandbox.stdout.setEncoding('utf8'), 'data')
  const { url, apiKey } = JSON.parse(line)
  const env = { ...process.env, LABELBOX_ENDPOINT: url, LABELBOX_API_KEY: apiKey }
  const run = async (...args) => (await promisify(execFile)(bin, args, { env })).stdout
  if (JSON.parse(await run('whoami', '--json')).role !== 'Admin') throw new Error('whoami does not say who it is.')
  const snapshot = 'node_modules/@labelbox-org/tools/graphql/schema.graphql'
  const compared = JSON.parse(await run('schema', 'diff', snapshot, snapshot, '--json'))
  if (compared.verdict !== 'nothing') throw new Error('schema diff finds changes where there are none.')
  const pulled = JSON.parse(await run('schema', 'pull', '--former', snapshot, '--out', 'pulled.graphql', '--json'))
  if (pulled.changes.verdict !== 'nothing') throw new Error('schema pull finds changes where there are none.')
  const served = spawn(bin, ['console', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [address] = await once(served.stdout.setEncoding('utf8'), 'data')
    const { origin, hash } = new URL(JSON.parse(address).url)
    const page = await (await fetch(origin)).text()
    const [script] = /\/assets\/[^"]+\.js/.exec(page) ?? []
    if (!(await fetch(new URL(script ?? '/missing.js', origin))).ok) throw new Error('The console has no script.')
    const body = JSON.stringify({ token: hash.replace('#token=', '') })
    const headers = { 'content-type': 'application/json' }
    const session = await fetch(`${origin}/console/session`, { method: 'POST', headers, body })
    if (!session.ok) throw new Error('The console refuses its own token.')
  } finally {
    served.kill()
  }
  if (!(await run('members', 'list')).startsWith('EMAIL')) throw new Error('members list prints no table.')

  const targets = []
  const proxy = createServer().on('connect', ({ url: target }, socket) => {
    targets.push(target)
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const host = `127.0.0.1:${proxy.address().port}`
  Object.assign(env, {
    LABELBOX_ENDPOINT: 'https://labelbox.example/graphql',
    https_proxy: `http://${host}`,
    no_proxy: '',
    NO_PROXY: '',
  })
  const refused = await run('whoami', '--json').then(
    () => '',
    ({ stderr }) => stderr,
  )
  proxy.close()
  if (targets[0] !== 'labelbox.example:443') throw new Error('The command does not use the proxy of the environment.')
  if (!refused.includes(host)) throw new Error(`The command's error does not name the proxy: ${refused}`)
} finally {
  sandbox.kill()
}
