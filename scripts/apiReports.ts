// Writes the public types of each entry to etc/api: `npm run api:report`. With `--check`, it compares instead, and with `--since
// REF` a change since that branch or commit needs a changeset.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { reportsWithoutChangeset } from './api/changesets.ts'
import { readDeclarations } from './api/publicTypes.ts'
import { entryTypes, publishedPackages } from './release/packages.ts'

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, since: { type: 'string' } } })
const folder = 'etc/api'
const entries = publishedPackages.flatMap((published) =>
  [...entryTypes(published)].map(([entry, file]) => ({ title: entry.replace(/^\./, published.name), file })),
)
const files = entries.map(({ file }) => file)
const missing = files.filter((file) => !existsSync(file))
if (missing.length > 0) throw new Error(`${missing.join(', ')}: not built. Run \`npm run build\` first.`)

const declarations = readDeclarations(files)
/** `labelbox-org/urql` and `@labelbox-org/tools/sandbox` have the files `urql` and `sandbox`. */
const reports = new Map<string, string>(
  entries.map(({ title, file }) => [
    `${title.split('/').at(-1) ?? title}.api.md`,
    `# ${title}\n\n\`\`\`ts\n${declarations.of(file)}\`\`\`\n`,
  ]),
)

mkdirSync(folder, { recursive: true })
const former = readdirSync(folder)
const stale = [...new Set([...former, ...reports.keys()])].filter(
  (name) => !former.includes(name) || readFileSync(`${folder}/${name}`, 'utf8') !== reports.get(name),
)
if (options.check === true) {
  for (const name of stale) {
    console.error(`${folder}/${name} does not have the types of the build.`)
  }
  if (stale.length > 0) {
    console.error(
      'If the change is meant, run `npm run build && npm run api:report`, and tell users in a changeset: `npx changeset`.',
    )
    process.exitCode = 1
  }
  try {
    const unexplained = options.since === undefined ? [] : reportsWithoutChangeset('.', options.since)
    for (const file of unexplained) console.error(`${file} has changed, and there is no changeset.`)
    if (unexplained.length > 0) {
      throw new Error('Run `npx changeset` and commit its file. Say what changed, and what users have to do.')
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} else {
  for (const name of stale) {
    const report = reports.get(name)
    if (report === undefined) rmSync(`${folder}/${name}`)
    else writeFileSync(`${folder}/${name}`, report)
  }
  console.log(`${String(stale.length)} of ${String(reports.size)} reports written.`)
}
