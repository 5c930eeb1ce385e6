// Starts an example beside a sandbox: `npm run example -- vue`.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import type { InlineConfig } from 'vite'
import { installPacked } from './installPacked.ts'

const folder = import.meta.dirname
const repository = join(folder, '..')
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'README.md')))
  .map(({ name }) => name)

/** How to start those that Vite doesn't serve by itself. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'client-preset': ['node', '--import', 'tsx', 'examples/client-preset/src/main.ts'],
  'component-test': ['npx', 'vitest', 'run', 'examples/component-test'],
  'gql-tada': ['node', '--import', 'tsx', 'examples/gql-tada/main.ts'],
  'near-operation-file': ['node', '--import', 'tsx', 'examples/near-operation-file/src/main.ts'],
  'own-client': ['node', '--import', 'tsx', 'examples/own-client/graphqlRequest.ts'],
  'own-operations': ['node', '--import', 'tsx', 'examples/own-operations/src/main.ts'],
  'script-tag': ['node', '--import', 'tsx', 'examples/script-tag/server.ts'],
  ssr: ['node', '--import', 'tsx', 'examples/ssr/server.ts'],
  next: ['npm', 'run', 'dev', '--prefix', 'examples/next'],
}

const [name = ''] = process.argv.slice(2)
if (names.includes(name)) await start(name)
else {
  console.error(`Usage: npm run example -- <${names.join('|')}>`)
  process.exitCode = 2
}

async function start(name: string): Promise<void> {
  const sandbox = await createSandbox({ users: 25, invites: 3, seats: 100 })
  process.env['LABELBOX_ENDPOINT'] = sandbox.url
  process.env['LABELBOX_API_KEY'] = sandbox.apiKey
  const [command, ...args] = commands[name] ?? []
  if (command === undefined) return serve(name)
  if (['next', 'script-tag'].includes(name) && !existsSync(join(repository, 'dist'))) {
    console.log('Building the package, which this example needs: npm run build.')
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  if (name === 'next' && !existsSync(join(folder, 'next/node_modules'))) {
    console.log('Installing Next.js in examples/next.')
    await installPacked(join(folder, 'next'))
  }
  // Next.js finds a free port by itself.
  const env = name === 'next' ? process.env : { PORT: '0', ...process.env }
  const program = spawn(command, args, { stdio: 'inherit', cwd: repository, env })
  program.on('close', (code) => {
    process.exitCode = code ?? 1
    void sandbox.close()
  })
}

async function serve(name: string): Promise<void> {
  const [{ createServer, mergeConfig }, { alias }] = await Promise.all([import('vite'), import('../vitest.config.ts')])
  const { default: config } = (await import(`./${name}/vite.config.ts`)) as { default: InlineConfig }
  // Here `labelbox-org/...` is this repository's source. In your project it is the installed package.
  const here: InlineConfig = { root: join(folder, name), configFile: false, resolve: { alias } }
  const server = await createServer(mergeConfig(config, here))
  await server.listen()
  server.printUrls()
}
