import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'

// Each test starts a process that compiles what it runs.
vi.setConfig({ testTimeout: 60_000 })

interface Ran {
  readonly exitCode: unknown
  readonly stdout: string
  readonly stderr: string
}

const faults = (args: readonly string[], ...nodeArgs: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', ...nodeArgs, 'scripts/faults.ts', ...args],
      (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : error.code, stdout, stderr }),
    )
  })

/** Sends again whatever has met a 502, as a module to be loaded first. */
const naive = `data:text/javascript,${encodeURIComponent(`
  const { fetch } = globalThis
  globalThis.fetch = async (...request) => {
    const response = await fetch(...request)
    return response.status === 502 ? fetch(...request) : response
  }
`)}`

it('prints what each call came to, and is content with the client', async () => {
  const { exitCode, stdout, stderr } = await faults(['--only', 'createResourceTag() HTTP 502'])

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(
    /\| HTTP 502 +\| three times, after processing +\| 1 +\| 1 +\| \d+\.\d +\| INTERNAL_SERVER_ERROR, may/,
  )
  expect(stdout).toMatch(/\| createResourceTag\(\) +\| 7 +\| 0 +\| 7 +\| 7 +\| 1 +\| under 1/)
})

it('fails, and says why, where something is done twice', async () => {
  const { exitCode, stderr } = await faults(['--only', 'createResourceTag() HTTP 502'], '--import', naive)

  expect(exitCode).toBe(1)
  expect(stderr).toContain(
    'createResourceTag() HTTP 502 for ever, after processing: what may be done once was done 2 times.',
  )
})

it('writes all of it or nothing', async () => {
  const guide = await readFile('docs/guide/measurements.md', 'utf8')

  const { exitCode, stderr } = await faults(['--write', '--only', 'inviteLimit()'])

  expect(exitCode).toBe(1)
  expect(stderr).toContain('--write takes all of it')
  expect(await readFile('docs/guide/measurements.md', 'utf8')).toBe(guide)
})

it('does not take nothing for a success', async () => {
  const { exitCode, stderr } = await faults(['--only', 'inviteNobody()'])

  expect(exitCode).toBe(1)
  expect(stderr).toContain('There is nothing by that name.')
})
