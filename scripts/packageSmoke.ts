// Packs both packages and uses them in fresh projects: `npm run test:package`. Run `npm run build` first, or pass packages that
// are packed already: `-- --tarball FILE --tools FILE`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { typescripts } from './package/typescripts.ts'
import { checkContents } from './release/contents.ts'
import { packAll } from './release/packages.ts'

const { values } = parseArgs({ options: { tarball: { type: 'string' }, tools: { type: 'string' } } })
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

const strict = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  types: [],
}

/** Copies fixtures as ES modules and as CommonJS, and writes a `tsconfig.json`. */
function configure(project: string, fixtureNames: readonly string[], options: object): readonly string[] {
  const files = fixtureNames.flatMap((fixture) =>
    ['mts', 'cts'].map((extension) => {
      copyFileSync(join(fixtures, `${fixture}.ts`), join(project, `${fixture}.${extension}`))
      return `${fixture}.${extension}`
    }),
  )
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...options }, files }))
  return files
}

const tscOf = (compiler: string): string => join(compilers, 'node_modules', `typescript-${compiler}`, 'bin', 'tsc')

const compiled = [
  'client',
  'sandbox',
  'bulk',
  'codegen',
  'redis',
  'undici',
  'opentelemetry',
  'react',
  'graphcache',
] as const

/** Compiles in strict mode, by default with the fastest TypeScript, and checks every declaration file. */
function compile(project: string, fixtures: readonly (typeof compiled)[number][], compiler = '7'): void {
  configure(project, fixtures, { module: 'NodeNext', skipLibCheck: false })
  const title = `types of ${fixtures.join(', ')} to TypeScript ${compiler}, as ESM and as CommonJS`
  run(title, project, process.execPath, tscOf(compiler), '--project', project)
}

/** Compiles fixtures with deliberate mistakes: each marked line must be an error, and no other. */
function findMistakes(project: string, compiler: string, options: object): void {
  const title = `mistakes are errors to TypeScript ${compiler} with ${JSON.stringify(options)}`
  console.log(`- ${title}`)
  copyFileSync(join(fixtures, 'graphqlFiles.d.ts'), join(project, 'graphqlFiles.d.ts'))
  const files = configure(project, ['mistakes', 'client'], options)
  const expected = files.flatMap((file) =>
    readFileSync(join(project, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.includes('// mistake: ') ? [`${file}:${String(index + 1)}`] : [])),
  )
  const { stdout } = spawnSync(process.execPath, [tscOf(compiler), '--project', project, '--pretty', 'false'], {
    cwd: project,
    encoding: 'utf8',
  })
  const found = [...stdout.matchAll(/^(\S.*)\((\d+),\d+\): error /gm)].map(
    ([, file = '', line = '']) => `${file}:${line}`,
  )
  if (String([...new Set(found)].sort()) === String([...expected].sort())) return
  throw new Error(`${title}: failed.\nExpected errors at ${expected.join(', ')}.\n${stdout}`)
}

function program(project: string, name: string): void {
  copyFileSync(join(fixtures, name), join(project, name))
  run(`node ${name}`, project, process.execPath, name)
}

function pack(): readonly [library: string, tools: string] {
  console.log('- npm pack')
  const [library, others] = packAll(root, folder)
  checkContents(root, [library, others])
  return [join(folder, library.filename), join(folder, others.filename)]
}

/** Checks that npm could install the package beside others, without installing them. */
function resolves(title: string, ...packages: string[]): void {
  const project = newProject(`beside-${title}`)
  const flags = ['--dry-run', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  run(`installs beside ${packages.join(' ')}`, project, 'npm', 'install', ...flags, tarball, tools, ...packages)
}

const nameOf = (file: string): string => file.split('/').at(-1) ?? file

function newProject(name: string): string {
  const project = join(folder, name)
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'stranger', private: true }))
  return project
}

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Readonly<Record<string, string>>
}
const pinned = (name: string): string => `${name}@${devDependencies[name] ?? 'latest'}`
// The package does not use this SDK; it makes the spans visible here.
const telemetry = ['@opentelemetry/api', '@opentelemetry/sdk-trace-base'].map(pinned)
const hooks = ['urql', 'react', 'react-dom', '@types/react'].map(pinned)
const bundlers = [pinned('esbuild'), pinned('vite'), 'webpack@5.113.0']

/** Versions at both ends of the ranges in `peerDependencies`. */
const neighbors = {
  'graphql-15': ['graphql@15.0.0'],
  'graphql-17': ['graphql@17.1.0'],
  'old-limiter': ['rate-limiter-flexible@3.0.0'],
  'new-undici': ['undici@8.13.1'],
  'old-undici': ['undici@5.28.5'],
  'old-urql': ['urql@4.2.2', 'react@18.3.1', '@urql/exchange-graphcache@7.2.4'],
  'old-telemetry': ['@opentelemetry/api@1.3.0'],
  'codegen-plugins': [
    ...['graphql@16.15.0', '@graphql-codegen/cli@6.0.0', '@graphql-codegen/typescript-operations@5.1.0'],
    ...['@graphql-codegen/typed-document-node@6.1.8', '@graphql-codegen/visitor-plugin-common@6.3.0'],
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-package-'))
const compilers = join(folder, 'compilers')
let [tarball, tools] = ['', '']
try {
  const { tarball: library, tools: others } = values
  ;[tarball, tools] = library === undefined || others === undefined ? pack() : [resolve(library), resolve(others)]
  for (const packed of [tarball, tools]) run(`publint ${nameOf(packed)}`, root, bin('publint'), '--strict', packed)
  // Checks module formats of types for Node and bundlers; Node 10 has no `exports`.
  run('attw labelbox-org', root, bin('attw'), tarball, '--profile', 'node16')
  const files = [
    'schema.graphql',
    'fragments/*.graphql',
    'clientDirectives.graphql',
    'graphql.config',
    'schemas/*.json',
  ]
  run('attw @labelbox-org/tools', root, bin('attw'), tools, '--profile', 'node16', '--exclude-entrypoints', ...files)

  install(
    newProject('compilers'),
    ...Object.entries(typescripts).map(([name, version]) => `typescript-${name}@npm:typescript@${version}`),
  )
  const project = newProject('project')
  install(project, tarball)
  program(project, 'entries.mjs')
  compile(project, ['client'])

  install(project, ...hooks)
  if (existsSync(join(project, 'node_modules', 'graphql')))
    throw new Error('graphql is installed, so the fallback types are not tested.')
  for (const compiler of Object.keys(typescripts)) {
    findMistakes(project, compiler, { module: 'NodeNext', skipLibCheck: false })
    findMistakes(project, compiler, { module: 'ESNext', moduleResolution: 'Bundler', skipLibCheck: true })
  }
  install(project, pinned('graphql'))
  findMistakes(project, '6', { module: 'NodeNext', skipLibCheck: false })
  install(project, tools)
  program(project, 'toolEntries.mjs')
  program(project, 'bothBuilds.mjs')
  program(project, 'command.mjs')
  compile(project, ['sandbox'])
  program(project, 'bulk.mjs')
  compile(project, ['bulk'])
  install(project, pinned('@graphql-codegen/cli'))
  copyFileSync(join(fixtures, 'seats.graphql'), join(project, 'seats.graphql'))
  program(project, 'codegen.mjs')
  compile(project, ['codegen'])
  install(project, pinned('rate-limiter-flexible'))
  program(project, 'redis.mjs')
  compile(project, ['redis'])
  install(project, pinned('undici'))
  program(project, 'undici.mjs')
  compile(project, ['undici'])
  install(project, ...telemetry)
  program(project, 'opentelemetry.mjs')
  compile(project, ['opentelemetry'])

  program(project, 'react.mjs')
  compile(project, ['react'])
  install(project, pinned('@urql/exchange-graphcache'))
  program(project, 'graphcache.mjs')
  compile(project, ['graphcache'])
  compile(project, compiled, '6')

  const oldPage = newProject('old-page')
  install(oldPage, tarball, tools, 'graphql@16.0.0', 'libsql@0.4.1', ...neighbors['old-urql'], 'react-dom@18.3.1')
  for (const name of ['react.mjs', 'graphcache.mjs']) program(oldPage, name)

  const oldUndici = newProject('old-undici')
  install(oldUndici, tarball, 'undici@6.27.0')
  program(oldUndici, 'oldUndici.mjs')
  install(oldUndici, tools, 'graphql@16.0.0', 'undici@7.0.0')
  program(oldUndici, 'undici.mjs')

  const bundling = newProject('bundling')
  install(bundling, tarball, ...bundlers)
  program(bundling, 'bundlers.mjs')

  for (const [title, packages] of Object.entries(neighbors)) resolves(title, ...packages)
  const oldest = newProject('oldest')
  install(oldest, tarball, tools, 'graphql@16.0.0', 'libsql@0.4.1', '@graphql-codegen/cli@5.0.0')
  copyFileSync(join(fixtures, 'seats.graphql'), join(oldest, 'seats.graphql'))
  for (const name of ['bothBuilds.mjs', 'command.mjs', 'bulk.mjs', 'codegen.mjs']) program(oldest, name)
  install(oldest, 'graphql@17.1.0', ...['libsql', '@graphql-codegen/cli'].map(pinned))
  for (const name of ['bothBuilds.mjs', 'command.mjs', 'codegen.mjs']) program(oldest, name)
  const tooOld = newProject('tooOld')
  install(tooOld, tarball, tools, 'graphql@15.10.2')
  program(tooOld, 'entries.mjs')
  program(tooOld, 'graphql15.mjs')

  // The tools alone, as `npx @labelbox-org/tools` installs them: npm brings graphql, others may not.
  const alone = newProject('alone')
  install(alone, tools)
  program(alone, 'command.mjs')
  rmSync(join(alone, 'node_modules', 'graphql'), { recursive: true })
  program(alone, 'withoutGraphql.mjs')
  console.log('Both packages work.')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
