// Types operations in projects as users have them, and runs them against a sandbox: `npm run setups`, or
// `npm run setups -- pnpm monorepo 5.4` for some of them. Needs a build. Exits with 1 if a project fails.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { typescripts } from './package/typescripts.ts'
import { packAll } from './release/packages.ts'
import { managersIn, type Manager } from './setups/managers.ts'
import { setTypescript, setups, writeProject, type Setup, type Tarballs } from './setups/projects.ts'

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-setups-'))
const wanted = process.argv.slice(2).map((name) => name.toLowerCase())

const copySchema =
  "require('node:fs').copyFileSync(require.resolve('@labelbox-org/tools/schema.graphql'), 'schema.graphql')"

/** What works of a project: its types under each TypeScript, and the program. */
async function tried(setup: Setup, manager: Manager, project: string, tarballs: Tarballs): Promise<readonly string[]> {
  const app = writeProject(project, setup, manager, tarballs)
  const works: string[] = []
  const attempt = async (name: string, step: () => Promise<unknown>): Promise<void> => {
    try {
      await step()
      works.push(name)
    } catch (error) {
      console.error(
        `${manager.name}, ${setup.name}, ${name}: ${error instanceof Error ? error.message : String(error)}`,
      )
      process.exitCode = 1
    }
  }
  await attempt('generate', async () => {
    await manager.install(project)
    if (setup.example === 'gql-tada') await manager.node(app, {}, '--input-type=commonjs', '-e', copySchema)
    await manager.exec(app, ...setup.generate)
  })
  if (works.length === 0) return works
  await using sandbox = await createSandbox({ users: 4 })
  const env = { LABELBOX_ENDPOINT: sandbox.url, LABELBOX_API_KEY: sandbox.apiKey }
  await attempt('run', async () => {
    const printed = await manager.node(app, env, '--import', 'tsx', setup.main)
    if (!setup.printed.test(printed)) throw new Error(`It printed:\n${printed}`)
  })
  for (const version of chosen(manager.typescripts)) {
    await attempt(version, async () => {
      if (manager.hasAliases) {
        const ofApp = createRequire(join(app, 'package.json'))
        const compiler = dirname(ofApp.resolve(`typescript-${version}/package.json`))
        await manager.node(app, {}, join(compiler, 'bin/tsc'), '--project', app)
        return
      }
      setTypescript(app, typescripts[version as keyof typeof typescripts])
      await manager.install(project)
      await manager.exec(app, 'tsc', '--project', app)
    })
  }
  return works
}

/** Those of a list that were named, or all if none was. */
function chosen(names: readonly string[]): readonly string[] {
  const some = names.filter((name) => wanted.some((each) => name.toLowerCase().startsWith(each)))
  return some.length === 0 ? names : some
}

try {
  const tarballs = Object.fromEntries(packAll(root, folder).map(({ name, filename }) => [name, join(folder, filename)]))
  const managers = await managersIn(join(folder, 'managers'))
  const [managerNames, setupNames] = [managers, setups].map((list) => chosen(list.map(({ name }) => name)))
  const used = managers.filter(({ name }) => managerNames?.includes(name))
  const rows: string[] = []
  for (const setup of setups.filter(({ name }) => setupNames?.includes(name))) {
    const cells: string[] = []
    for (const manager of used) {
      const project = join(folder, `${setup.name}-${String(managers.indexOf(manager))}`)
      const works = await tried(setup, manager, project, tarballs)
      rmSync(project, { recursive: true, force: true })
      cells.push(works.join(', ') || 'fails')
      console.log(`${manager.name}, ${setup.name}: ${cells.at(-1) ?? ''}`)
    }
    rows.push(`| ${[setup.name, ...cells].join(' | ')} |`)
  }
  const head = ['', ...used.map(({ name }) => name)]
  console.log([`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
