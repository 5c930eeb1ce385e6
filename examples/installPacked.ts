import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']

/** Installs what a folder's package.json names, with the built `labelbox-org` of this repository. */
export async function installPacked(folder: string): Promise<void> {
  const packs = await mkdtemp(join(tmpdir(), 'packed-'))
  try {
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', packs])
    const tarball = resolve(packs, stdout.trim())
    await run('npm', ['install', '--no-save', '--no-package-lock', ...quiet, tarball], { cwd: folder })
  } finally {
    await rm(packs, { recursive: true, force: true })
  }
}
