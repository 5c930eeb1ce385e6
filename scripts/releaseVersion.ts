// Makes the next version of the changesets: `npm run release:version`. Commit what it writes; nothing is published.
import { makeVersion } from './release/version.ts'

try {
  const version = makeVersion(process.cwd())
  console.log(`This is ${version} now. Read CHANGELOG.md, commit, and after the merge push the tag v${version}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
