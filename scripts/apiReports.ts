// Writes the public types of each entry to etc/api: `npm run api:report`. With `--check`, it compares instead.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readDeclarations } from './api/publicTypes.ts'

const folder = 'etc/api'
const { exports: entries } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly import: { readonly types: string } }>>
}
const files = new Map(
  Object.entries(entries).flatMap(([entry, paths]) =>
    typeof paths === 'string' ? [] : [[entry.slice(2) || 'labelbox-org', paths.import.types] as const],
  ),
)
const missing = [...files.values()].filter((file) => !existsSync(file))
if (missing.length > 0) throw new Error(`${missing.join(', ')}: not built. Run \`npm run build\` first.`)

const declarations = readDeclarations([...files.values()])
const reports = new Map<string, string>(
  [...files].map(([entry, file]) => {
    const title = entry === 'labelbox-org' ? entry : `labelbox-org/${entry}`
    return [`${entry}.api.md`, `# ${title}\n\n\`\`\`ts\n${declarations.of(file)}\`\`\`\n`] as const
  }),
)

mkdirSync(folder, { recursive: true })
const former = readdirSync(folder)
const stale = [...new Set([...former, ...reports.keys()])].filter(
  (name) => !former.includes(name) || readFileSync(`${folder}/${name}`, 'utf8') !== reports.get(name),
)
if (process.argv.includes('--check')) {
  for (const name of stale) {
    console.error(`${folder}/${name} does not have the types of the build.`)
  }
  if (stale.length > 0) {
    console.error(
      'If the change is meant, run `npm run build && npm run api:report`, and say in the changelog what users have to do.',
    )
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
