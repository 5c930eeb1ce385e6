import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { serveProgram } from './serving.ts'

it('npm run example -- preact serves the page beside a sandbox', async () => {
  const served = await serveProgram('node', ['--import', 'tsx', 'examples/run.ts', 'preact'])
  try {
    const response = await fetch(served.url)

    expect(await response.text()).toContain('<title>Members</title>')
  } finally {
    await served.close()
  }
})

it('npm run example names the examples, and ends with 2', async () => {
  const run = promisify(execFile)('node', ['--import', 'tsx', 'examples/run.ts', 'angular'])

  await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('svelte|vue>') as string })
})
