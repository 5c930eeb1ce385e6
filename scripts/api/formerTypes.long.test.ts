import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** A clone of the last commit. */
const clone = mkdtempSync(join(tmpdir(), 'labelbox-org-released-'))
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: clone, encoding: 'utf8' })
const formerTypes = () => spawnSync('npm', ['run', '-s', 'types:former'], { cwd: clone, encoding: 'utf8' })

beforeAll(() => {
  git('clone', '--quiet', '--shared', '--no-tags', resolve('.'), clone)
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'))
  for (const file of readdirSync(join(clone, '.changeset'))) {
    if (file.endsWith('.md')) rmSync(join(clone, '.changeset', file))
  }
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

it('compiles the programs of the last release, until a name that they use is gone', { timeout: 600_000 }, () => {
  expect(formerTypes()).toMatchObject({ status: 0, stderr: '' })

  const { version } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { version: string }
  git('tag', `v${version}`)
  const passed = formerTypes()
  expect(passed).toMatchObject({ status: 0, stderr: '' })
  expect(passed.stdout).toMatch(/^\d\d programs of v[\d.]+ compile\.\n$/)

  for (const file of ['src/index.ts', 'src/errors/index.ts']) {
    const entry = join(clone, file)
    writeFileSync(entry, readFileSync(entry, 'utf8').replace('  isLabelboxError,\n', ''))
  }
  const failed = formerTypes()
  expect(failed.status).toBe(1)
  expect(failed.stderr).toMatch(/^v[\d.]+:examples\/\S+:\d+: .*'isLabelboxError'/m)
  expect(failed.stderr).toMatch(/^v[\d.]+:src\/labelbox\.test-d\.ts:\d+: .*'isLabelboxError'/m)
  expect(failed.stderr).toContain('or announce a major version: `npx changeset`.')

  writeFileSync(join(clone, '.changeset/one.md'), "---\n'labelbox-org': major\n---\n\nA new name.\n")
  expect(formerTypes()).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('A major version is announced') as string,
  })
})
