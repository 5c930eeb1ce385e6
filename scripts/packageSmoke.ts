// Packs what would be published and uses it as a stranger's project does. Run `npm run build` first.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const fixtures = join(import.meta.dirname, 'package')
const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

function run(title: string, cwd: string, command: string, ...args: string[]): void {
  console.log(`- ${title}`)
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return
  throw new Error(`${title} failed.\n${stdout}\n${stderr}`, { cause: error })
}

function install(project: string, ...packages: string[]): void {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  run(
    `npm install ${packages.map((name) => name.split('/').at(-1)).join(' ')}`,
    project,
    'npm',
    'install',
    ...flags,
    ...packages,
  )
}

/** Strict, and with a look into every declaration file that is pulled in. */
function compile(project: string, fixture: string): void {
  const files = ['mts', 'cts'].map((extension) => `${fixture}.${extension}`)
  for (const file of files) copyFileSync(join(fixtures, `${fixture}.ts`), join(project, file))
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  run(`types of ${fixture}.ts, as ESM and as CommonJS`, project, bin('tsc'), '--project', project)
}

function program(project: string, name: string): void {
  copyFileSync(join(fixtures, name), join(project, name))
  run(`node ${name}`, project, process.execPath, name)
}

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Readonly<Record<string, string>>
}
const pinned = (name: string): string => `${name}@${devDependencies[name] ?? 'latest'}`
const peers = ['graphql', 'libsql'].map(pinned)
const generators = ['cli', 'typescript-operations', 'typed-document-node'].map((name) =>
  pinned(`@graphql-codegen/${name}`),
)
// The SDK is none of the package's: it is what shows the spans.
const telemetry = ['@opentelemetry/api', '@opentelemetry/sdk-trace-base'].map(pinned)

const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-package-'))
try {
  run('npm pack', root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder)
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (packed === undefined) throw new Error('npm pack wrote no package.')
  const tarball = join(folder, packed)
  run('publint', root, bin('publint'), '--strict', tarball)
  // Which module a type comes from, for Node's two kinds of module and for bundlers; Node 10 knew no `exports`.
  run('attw', root, bin('attw'), tarball, '--profile', 'node16', '--exclude-entrypoints', 'schema.graphql')

  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'stranger', private: true }))
  install(project, tarball)
  program(project, 'entries.mjs')
  program(project, 'bare.mjs')
  compile(project, 'client')
  install(project, ...peers)
  program(project, 'program.mjs')
  program(project, 'command.mjs')
  compile(project, 'sandbox')
  program(project, 'bulk.mjs')
  compile(project, 'bulk')
  install(project, ...generators)
  copyFileSync(join(fixtures, 'seats.graphql'), join(project, 'seats.graphql'))
  program(project, 'codegen.mjs')
  install(project, pinned('rate-limiter-flexible'))
  program(project, 'redis.mjs')
  compile(project, 'redis')
  install(project, ...telemetry)
  program(project, 'spans.mjs')
  compile(project, 'opentelemetry')
  console.log('The package is good.')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
