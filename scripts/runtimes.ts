// Installs the packed package in a fresh project and tests its promises on every runtime: `npm run runtimes`, or `npm
// run runtimes -- --only Deno,Chromium`. Firefox and WebKit have a row where the machine has them, or if `--only` names
// them. Exits with 1 if a cell differs from its expectation.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { processIo } from '../src/cli/io.ts'
import { layoutFor, type Columns } from '../src/cli/output/table.ts'
import { packLibrary } from './release/packages.ts'
import { startControl } from './runtimes/controlServer.ts'
import { copyPrograms, runtimes, type Results, type Runtime } from './runtimes/launch.ts'

const root = resolve(import.meta.dirname, '..')
const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = values.only?.split(',')
const chosen = runtimes.filter(({ name, missing }) => wanted?.includes(name) ?? missing === undefined)
if (chosen.length === 0) throw new Error(`--only takes some of: ${runtimes.map(({ name }) => name).join(', ')}.`)

const capabilities = ['facade', 'errors', 'invite', 'reset', 'change', 'bulk', 'urql', 'webhooks', 'require']
const notApplicable = '-'
/** Workers and pages have no `require`. */
const hasRequire = (runtime: string): boolean => !/^(?:workerd|Chromium|Firefox|WebKit)/.test(runtime)

function expected(runtime: string, capability: string): string {
  if (capability === 'require' && !hasRequire(runtime)) return notApplicable
  // A request cannot stop Chromium or Firefox from resending it when a reused connection dies. The facade finds and
  // withdraws a second invite; other changes are made once by a server that recognizes `X-Attempt-Id`.
  if (capability === 'change' && ['Chromium', 'Firefox'].includes(runtime)) return 'sent twice'
  return 'ok'
}

const npm = (cwd: string, ...args: string[]): string => execFileSync('npm', args, { cwd, encoding: 'utf8' })

/** Creates a project that has only the package installed. */
function installPackage(folder: string): string {
  const { filename } = packLibrary(root, folder)
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module' }))
  npm(project, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', join(folder, filename))
  copyPrograms(project)
  return project
}

async function tryOn(runtime: Runtime, project: string): Promise<Results> {
  const control = await startControl()
  try {
    const results = await runtime.run(project, {
      ...control.setting,
      runtime: runtime.name.toLowerCase().replace(/\W/g, ''),
    })
    return hasRequire(runtime.name) ? results : { ...results, require: notApplicable }
  } catch (error) {
    return { started: error instanceof Error ? error.message : String(error) }
  } finally {
    await control.close()
  }
}

const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-runtimes-'))
const complaints: string[] = []
const rows: { readonly runtime: string; readonly cells: Results }[] = []
try {
  const project = installPackage(folder)
  for (const runtime of chosen) {
    const results = await tryOn(runtime, project)
    if (results['started'] !== undefined) complaints.push(`${runtime.name}: ${results['started']}`)
    const cells: Record<string, string> = {}
    for (const capability of capabilities) {
      const result = results[capability] ?? 'did not run'
      const isExpected = result === expected(runtime.name, capability)
      cells[capability] = isExpected ? result : 'BROKEN'
      if (!isExpected) complaints.push(`${runtime.name}, ${capability}: ${result}`)
    }
    rows.push({ runtime: runtime.name, cells })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const columns: Columns<(typeof rows)[number]> = Object.fromEntries(
  capabilities.map((capability) => [capability, ({ cells }) => cells[capability]]),
)
const { table } = layoutFor(processIo())
process.stdout.write(table(rows, { runtime: ({ runtime }) => runtime, ...columns }))
if (wanted === undefined) for (const { missing } of runtimes) if (missing !== undefined) console.log(missing)
for (const complaint of complaints) console.error(complaint)
process.exitCode = complaints.length > 0 ? 1 : 0
