import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tryPublishing } from './publishTrial.ts'

const name = 'package-of-a-trial'

/** A registry that has the versions 1.4.0 and 2.0.0 of the package. */
const registry: Server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  if (request.url !== `/${name}`) {
    response.writeHead(404).end('{}')
    return
  }
  const published = (version: string) => ({ [version]: { name, version, dist: { tarball: '', shasum: '' } } })
  const versions = { ...published('1.4.0'), ...published('2.0.0') }
  response.end(JSON.stringify({ name, 'dist-tags': { latest: '2.0.0' }, versions }))
})

let folder = ''
let env: NodeJS.ProcessEnv = {}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'labelbox-org-trial-'))
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`
  env = {
    ...process.env,
    npm_config_registry: address,
    npm_config_noproxy: '127.0.0.1',
    npm_config_cache: join(folder, 'cache'),
  }
})
afterAll(() => {
  registry.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A package of a version, packed without npm, which would take longer. */
function packed(version: string): string {
  const source = join(folder, version)
  mkdirSync(join(source, 'package'), { recursive: true })
  writeFileSync(join(source, 'package/package.json'), JSON.stringify({ name, version }))
  const archive = join(folder, `${name}-${version}.tgz`)
  execFileSync('tar', ['-czf', archive, '-C', source, 'package'])
  return archive
}

describe('npm in a dry run', () => {
  it.each([
    ['accepts a newer version', '2.0.1', 'accepted'],
    ['accepts a fix of the former major version', '1.4.1', 'accepted'],
    ['is not asked about a version that is published', '2.0.0', 'published already'],
  ])('%s', async (_, version, expected) => {
    expect(await tryPublishing({ name, version }, packed(version), env)).toBe(expected)
  })

  it('refuses a broken file, and the error has what npm printed', async () => {
    const archive = join(folder, 'broken.tgz')
    writeFileSync(archive, 'not a package')
    await expect(tryPublishing({ name, version: '2.0.2' }, archive, env)).rejects.toThrow(
      /^npm publish .* failed\.\n[^]*npm error/,
    )
  })
})
