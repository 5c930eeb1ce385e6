// Makes the packages that a release would publish, in a copy of the last commit, and uses them in fresh projects: `npm run
// release:check`. Nothing is published. `--tag v1.2.3` requires that the commit is that version and has no changeset left;
// `--out FOLDER` keeps the packages and their notes.
import { parseArgs } from 'node:util'
import { checkRelease } from './release/candidate.ts'

const { values } = parseArgs({ options: { tag: { type: 'string' }, out: { type: 'string' } } })
try {
  await checkRelease(values)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
