import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { typescripts } from '../package/typescripts.ts'

const run = promisify(execFile)

/** Installs packages, and runs what they bring. */
export interface Manager {
  readonly name: string
  /** Files that a project needs for it, beside `package.json`. */
  readonly files: Readonly<Record<string, string>>
  /** The range by which a package of the same workspace is named. */
  readonly workspaceRange: string
  /** Versions of TypeScript that it can run. */
  readonly typescripts: readonly string[]
  /** Whether a project may hold several versions of TypeScript, as `typescript-5.4`. */
  readonly hasAliases: boolean
  install(project: string): Promise<unknown>
  /** Runs a command of an installed package. */
  exec(project: string, command: string, ...args: readonly string[]): Promise<string>
  /** Runs Node where it finds the installed packages. */
  node(project: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string>
}

const versions = { pnpm: '12.21.0', '@yarnpkg/cli-dist': '4.18.1' }
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
const all = Object.keys(typescripts).sort((a, b) => Number(a) - Number(b))

/** Installs pnpm and Yarn into a folder. */
export async function managersIn(folder: string): Promise<readonly Manager[]> {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }))
  await call(folder, {}, 'npm', 'install', ...quiet)
  const { stdout: registry } = await run('npm', ['config', 'get', 'registry'])
  return [npm, pnpm(folder), yarn(folder, registry.trim())]
}

const npm: Manager = {
  name: 'npm',
  files: {},
  workspaceRange: '*',
  typescripts: all,
  hasAliases: true,
  install: (project) => call(project, {}, 'npm', 'install', ...quiet),
  exec: (project, command, ...args) => call(project, {}, 'npm', 'exec', '--no', '--', command, ...args),
  node: (project, env, ...args) => call(project, env, process.execPath, ...args),
}

function pnpm(folder: string): Manager {
  const bin = [join(folder, 'node_modules/.bin/pnpm')] as const
  return {
    name: 'pnpm',
    files: { 'pnpm-workspace.yaml': 'packages: [packages/*]\nstrictDepBuilds: false\n' },
    workspaceRange: 'workspace:*',
    typescripts: all,
    hasAliases: true,
    install: (project) =>
      call(project, {}, ...bin, 'install', '--prefer-offline', '--no-frozen-lockfile', '--reporter=silent'),
    exec: (project, command, ...args) => call(project, {}, ...bin, 'exec', command, ...args),
    node: (project, env, ...args) => call(project, env, process.execPath, ...args),
  }
}

function yarn(folder: string, registry: string): Manager {
  const bin = [process.execPath, join(folder, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js')] as const
  const settings = {
    nodeLinker: 'pnp',
    enableTelemetry: false,
    enableGlobalCache: false,
    enableImmutableInstalls: false,
    cacheFolder: join(folder, 'yarn-cache'),
    npmRegistryServer: registry,
  }
  return {
    name: "Yarn's Plug'n'Play",
    // YAML reads JSON.
    files: { '.yarnrc.yml': JSON.stringify(settings), 'yarn.lock': '' },
    workspaceRange: 'workspace:*',
    // TypeScript 7 is a program of its own, which does not know how Yarn finds packages.
    typescripts: all.filter((version) => version !== '7'),
    hasAliases: false,
    install: (project) => call(project, {}, ...bin, 'install'),
    exec: (project, command, ...args) => call(project, {}, ...bin, 'exec', command, ...args),
    node: (project, env, ...args) => call(project, env, ...bin, 'node', ...args),
  }
}

async function call(
  cwd: string,
  env: Readonly<Record<string, string>>,
  command: string,
  ...args: readonly string[]
): Promise<string> {
  try {
    const { stdout } = await run(command, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${[command, ...args].join(' ')} failed.\n${stdout}\n${stderr}`, { cause: error })
  }
}
