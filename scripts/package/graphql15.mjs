// With graphql 15 the client works, and the sandbox and the schema tools explain that they need a newer version.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createSandbox } from '@labelbox-org/tools/sandbox'

await assert.rejects(createSandbox(), /The sandbox needs graphql 16 or 17, and 15\.10\.2 is installed/)
const run = (...args) => spawnSync('npx', ['--no-install', 'labelbox-org', ...args], { encoding: 'utf8' })
for (const command of [['schema', 'diff', 'old.graphql', 'new.graphql'], ['sandbox']]) {
  const { status, stderr } = run(...command)
  assert.equal(status, 1)
  assert.match(stderr, /needs? graphql 16 or 17, and 15\.10\.2 is installed/)
}
