// The installed command without graphql, which Yarn does not install: only the sandbox and the schema tools need it.
import { spawnSync } from 'node:child_process'

const run = (...args) => spawnSync('npx', ['--no-install', 'labelbox-org', ...args], { encoding: 'utf8' })

const version = run('--version')
if (version.status !== 0 || !/^\d+\.\d+\.\d+\n$/.test(version.stdout)) throw new Error(JSON.stringify(version))
const help = run('invites', 'send', '--help')
if (help.status !== 0 || !help.stdout.includes('--if-invited')) throw new Error(JSON.stringify(help))
const schema = run('schema', 'diff', 'old.graphql', 'new.graphql')
if (schema.status !== 1 || !schema.stderr.includes('npm install graphql')) throw new Error(JSON.stringify(schema))
const sandbox = run('sandbox')
if (sandbox.status !== 1 || !sandbox.stderr.includes('npm install graphql')) {
  throw new Error(JSON.stringify(sandbox))
}
