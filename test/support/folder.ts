import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A temporary folder, removed after the test, and a function that writes files there. */
export function folder(): { readonly path: string; readonly put: (name: string, content: string | Buffer) => string } {
  const path = mkdtempSync(join(tmpdir(), 'labelbox-org-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    put: (name, content) => {
      writeFileSync(join(path, name), content)
      return join(path, name)
    },
  }
}
