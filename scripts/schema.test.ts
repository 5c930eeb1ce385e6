import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSchema, createYoga } from 'graphql-yoga'
import { createSandbox } from 'labelbox-org/sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const run = (script: string, ...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    )
  })

describe('schema:pull', () => {
  it('writes the same bytes twice, and none where the experimental endpoint fails', async () => {
    const yoga = createYoga({ schema: createSchema({ typeDefs: 'type Query { b: Int a: Int }' }), logging: false })
    const server = createServer((request, response) => void yoga(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
    const out = join(folder, 'pulled.graphql')
    try {
      await writeFile(out, 'type Query {\n  a: Int # inferred\n}\n')
      const first = await run('schemaPull', '--endpoint', endpoint, '--out', out, '--public-only')
      expect(first).toMatchObject({ exitCode: 0, stderr: '' })
      expect(first.stdout).toContain('1 comments at line ends were kept')
      const bytes = await readFile(out, 'utf8')
      expect(bytes).toContain('  a: Int # inferred\n  b: Int\n')
      await run('schemaPull', '--endpoint', endpoint, '--out', out, '--public-only')
      expect(await readFile(out, 'utf8')).toBe(bytes)

      const half = await run('schemaPull', '--endpoint', endpoint, '--out', out)
      expect(half.exitCode).toBe(1)
      expect(half.stderr).toMatch(/\/_gql gave no schema .*\nNothing was written\. --public-only/)
      expect(half.stdout).toBe('')
      expect(await readFile(out, 'utf8')).toBe(bytes)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('exits 2 with the usage where the endpoint is missing, 1 where nothing answers', async () => {
    const without = await run('schemaPull')
    expect(without.exitCode).toBe(2)
    expect(without.stderr).toContain('Usage: npm run schema:pull')
    const out = join(folder, 'never.graphql')
    const silent = await run('schemaPull', '--endpoint', 'http://127.0.0.1:9/graphql', '--out', out)
    expect(silent.exitCode).toBe(1)
    await expect(readFile(out)).rejects.toThrow('ENOENT')
  })
})

describe('schema:pull of the sandbox', () => {
  it.each([
    ['in its own place', true],
    ['in a new file', false],
  ])('finds the schema that this package was generated from, of both endpoints, %s', async (_case, inPlace) => {
    const sandbox = await createSandbox()
    vi.stubEnv('LABELBOX_API_KEY', sandbox.apiKey)
    const out = join(folder, inPlace ? 'sandbox.graphql' : 'new.graphql')
    try {
      if (inPlace) await copyFile('graphql/schema.graphql', out)
      const pulled = await run('schemaPull', '--endpoint', sandbox.url, '--out', out)
      expect(pulled).toMatchObject({ exitCode: 0, stderr: '' })
      // Byte for byte: a pull of an API that did not change leaves nothing to commit.
      expect(await readFile(out, 'utf8')).toBe(await readFile('graphql/schema.graphql', 'utf8'))
    } finally {
      vi.unstubAllEnvs()
      await sandbox.close()
    }
  })
})
