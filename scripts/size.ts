// Bundles what a frontend would import from the built package, and checks size budgets, those of both packed packages too:
// `npm run size`.
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { packAll, publishedPackages } from './release/packages.ts'

const root = resolve(import.meta.dirname, '..')

interface Bundle {
  /** Code of the initial load. */
  readonly code: string
  /** Bytes of the initial load: the entry and its imports. */
  readonly bytes: number
  /** Additional bytes of each `import()`, by module. */
  readonly later: ReadonlyMap<string, number>
  /** Source files of the initial load, relative to the package. */
  readonly inputs: readonly string[]
}

/** Bundles code with tree shaking and splitting. */
async function bundle(code: string, external: string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, sourcefile: 'entry.js' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external,
    // Otherwise the paths of tsconfig.json lead to the source.
    tsconfigRaw: {},
    absWorkingDir: root,
    outdir: 'bundled',
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const { outputs } = metafile
  const contents = new Map(outputFiles.map(({ path, contents }) => [relative(root, path), contents]))
  const bytesOf = (paths: Iterable<string>): number =>
    // Files are compressed separately.
    [...paths].reduce((sum, path) => sum + gzipSync(contents.get(path) ?? '', { level: 9 }).byteLength, 0)

  /** A file and its imports, without those already loaded. */
  function loadedBy(path: string, there: ReadonlySet<string> = new Set()): ReadonlySet<string> {
    const loaded = new Set([path])
    for (const each of loaded) {
      for (const { path, kind } of outputs[each]?.imports ?? []) {
        if (kind === 'import-statement' && path in outputs && !there.has(path)) loaded.add(path)
      }
    }
    return loaded
  }

  const [entry] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'entry.js') ?? []
  if (entry === undefined) throw new Error('esbuild gave no bundle.')
  const first = loadedBy(entry)
  const later = Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
    entryPoint === undefined || first.has(path)
      ? []
      : // Built files are named after their module, with a hash.
        [[basename(entryPoint).replace(/-.{8}\.js$/, ''), bytesOf(loadedBy(path, first))] as const],
  )
  const used = [...first].flatMap((path) =>
    Object.entries(outputs[path]?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  )
  return {
    code: [...first].map((path) => new TextDecoder().decode(contents.get(path))).join('\n'),
    bytes: bytesOf(first),
    later: new Map(later),
    inputs: used.map(([path]) => path).filter((path) => path !== 'entry.js'),
  }
}

interface Row {
  readonly name: string
  readonly bytes: number
  readonly limit?: number
  /** What the size is meant to be, where it is above that today. */
  readonly goal?: number
  readonly foreign?: readonly string[]
}

/** A file of the console's build, as Vite lists it. */
interface ConsoleChunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

/** Bytes that the console's first page takes: the page, its section, and what both import. */
async function consoleFirstLoad(): Promise<number> {
  const folder = resolve(root, 'packages/tools/dist/console')
  const text = await readFile(resolve(folder, '.vite/manifest.json'), 'utf8').catch(() => {
    throw new Error('The console is not built. Run `npm run build` first.')
  })
  const chunks = JSON.parse(text) as Readonly<Record<string, ConsoleChunk | undefined>>
  const loaded = new Set(['index.html', 'sections/members/MembersSection.tsx'])
  const files = new Set(['index.html', 'theme.js', 'icon.svg'])
  for (const name of loaded) {
    const chunk = chunks[name]
    if (chunk === undefined) throw new Error(`The console's build has no ${name}.`)
    for (const each of chunk.imports ?? []) loaded.add(each)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
  }
  const contents = await Promise.all([...files].map((file) => readFile(resolve(folder, file))))
  return contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).byteLength, 0)
}

const empty = await bundle('export {}')

/** A single document must not include other documents or graphql. */
async function document(name: string, limit: number): Promise<Row> {
  const { code, bytes, inputs } = await bundle(`export { ${name} } from 'labelbox-org/operations'`)
  const foreign = inputs.filter((input) => !documentFiles.has(input))
  if (code.split('"Document"').length > 2) foreign.push('other documents')
  return { name, bytes: bytes - empty.bytes, limit, foreign }
}

const source = await readFile(resolve(root, 'dist/operations.js'), 'utf8')
const exportedNames = /\bexport\s*\{([^}]*)\}/.exec(source)?.[1] ?? ''
const documents = exportedNames.match(/\b\w+(?:Document|FragmentDoc)\b/g) ?? []
const documentFiles = new Set([...source.matchAll(/from\s*"\.\/([^"]+)"/g)].map(([, file = '']) => `dist/${file}`))
documentFiles.add('dist/operations.js')
if (documents.length === 0) throw new Error('dist/operations.js has no documents. Run `npm run build` first.')
/** Documents with many fields, which are above the limit of the others. */
const large = [
  'CreateProjectDocument',
  'CreateProjectWebhookDocument',
  'GetMemberProjectsDocument',
  'GetMemberProjectsUnfilteredDocument',
  'GetProjectDocument',
  'GetProjectMembersDocument',
  'GetProjectUseDocument',
  'ProjectsDocument',
  'UpdateProjectDocument',
  'UpdateWebhookTopicsDocument',
]
const documentRows = await Promise.all(documents.map((name) => document(name, large.includes(name) ? 600 : 450)))

const exported = {
  errors: `export { isLabelboxError, LabelboxError } from 'labelbox-org/errors'`,
  urql: `export * from 'labelbox-org/urql'`,
  page: `
    export { Client } from '@urql/core'
    export { labelboxExchange } from 'labelbox-org/urql'
    export { InviteLimitDocument } from 'labelbox-org/operations'
  `,
  clientPage: `
    export { createLabelboxClient } from 'labelbox-org/urql'
    export { InviteLimitDocument } from 'labelbox-org/operations'
  `,
  client: `export { createLabelboxClient } from 'labelbox-org/urql'`,
  // Without an operation: esbuild would load all operations of the later chunk with it.
  inviting: `
    export { createLabelboxClient } from 'labelbox-org/urql'
    export { createInviting } from 'labelbox-org/inviting'
  `,
  graphcache: `export * from 'labelbox-org/graphcache'`,
  proxy: `export { labelboxProxy } from 'labelbox-org/proxy'`,
  webhooks: `export * from 'labelbox-org/webhooks'`,
  webhookHandler: `export { webhookHandler } from 'labelbox-org/webhooks'`,
  facade: `export { Labelbox } from 'labelbox-org'`,
}
const bytes = async (code: string, external?: string[]) => (await bundle(code, external)).bytes - empty.bytes
const urqlAlone = ['@urql/core', 'wonka']
const facade = await bundle(exported.facade, urqlAlone)
const inviteUsers = facade.later.get('inviteUsers')
if (inviteUsers === undefined) throw new Error('inviteUsers is loaded with all else; it should come when it is called.')

const clientPage = await bytes(exported.clientPage)
const invitingPage = await bundle(exported.inviting)
const sentInvite = invitingPage.later.get('sentInvite')
if (sentInvite === undefined)
  throw new Error('sentInvite is loaded with all else; it should come with the first invite.')

const rows: Row[] = [
  ...documentRows.sort((a, b) => a.bytes - b.bytes),
  // urql's Client, labelboxExchange and one operation.
  { name: 'a page on urql, with urql', bytes: await bytes(exported.page), limit: 17_600, goal: 15_000 },
  { name: 'a page on urql, urql not counted', bytes: await bytes(exported.page, urqlAlone) },
  // The same with urql's document cache.
  { name: 'a page on createLabelboxClient, with urql', bytes: clientPage, limit: 18_860, goal: 15_000 },
  {
    name: 'createInviting on that page',
    bytes: invitingPage.bytes - empty.bytes - (await bytes(exported.client)),
    limit: 3_900,
    goal: 3_200,
  },
  { name: 'an invite of that page, loaded when it is sent', bytes: sentInvite },
  { name: 'labelbox-org/errors', bytes: await bytes(exported.errors), limit: 700, goal: 1100 },
  { name: 'labelbox-org/urql, urql not counted', bytes: await bytes(exported.urql, urqlAlone) },
  {
    name: 'labelbox-org/graphcache, graphcache not counted',
    bytes: await bytes(exported.graphcache, [...urqlAlone, '@urql/exchange-graphcache']),
    limit: 3_400,
    goal: 3_000,
  },
  // With all documents of this package, and the names of all options, as a misspelled one could leave it open. A worker loads it
  // when it starts.
  { name: 'labelboxProxy in a worker', bytes: await bytes(exported.proxy), limit: 34_900 },
  { name: 'webhookHandler in a worker', bytes: await bytes(exported.webhookHandler), limit: 2_600 },
  { name: 'labelbox-org/webhooks', bytes: await bytes(exported.webhooks), limit: 3_500 },
  { name: 'labelbox-org, urql not counted', bytes: facade.bytes - empty.bytes, limit: 20_000 },
  { name: 'labelbox-org, with urql', bytes: await bytes(exported.facade), limit: 20_700, goal: 20_000 },
  { name: 'inviteUsers, loaded when it is called', bytes: inviteUsers },
  { name: 'the first page of the console', bytes: await consoleFirstLoad(), limit: 200_000 },
]

/** Files that load an entry: a page that needs one of its functions would get all of it. `others` has exports of its own entry. */
const chunks = (await readdir(resolve(root, 'dist'))).filter((file) => /(?<!others)-.{8}\.js$/.test(file))
const leading = await Promise.all(
  chunks.map(async (chunk) => {
    const [, entry] = /\bfrom\s*"\.\/(\w+\/index)\.js"/.exec(await readFile(resolve(root, 'dist', chunk), 'utf8')) ?? []
    return entry === undefined ? [] : [`${chunk} loads all of the entry ${entry}.`]
  }),
)

const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-size-'))
const packages = packAll(root, folder).map(({ name, unpackedSize }) => ({
  name: `${name}, unpacked`,
  bytes: unpackedSize,
  limit: publishedPackages.find((each) => each.name === name)?.sizeLimit ?? 0,
}))
rmSync(folder, { recursive: true })
rows.push(...packages)

const width = Math.max(...rows.map(({ name }) => name.length))
console.log(
  `${'gzipped, above an empty module'.padEnd(width)}  ${'bytes'.padStart(7)}  ${'limit'.padStart(7)}  ${'goal'.padStart(7)}`,
)
for (const { name, bytes, limit, goal } of rows) {
  console.log(
    `${name.padEnd(width)}  ${String(bytes).padStart(7)}  ${String(limit ?? '-').padStart(7)}  ${String(goal ?? limit ?? '-').padStart(7)}`,
  )
}

const complaints = leading
  .flat()
  .concat(
    rows.flatMap(({ name, bytes, limit = Infinity, foreign = [] }) => [
      ...(bytes > limit ? [`${name} is ${bytes - limit} bytes over its limit.`] : []),
      ...(foreign.length > 0 ? [`${name} pulls in ${foreign.join(', ')}.`] : []),
    ]),
  )
for (const complaint of complaints) console.error(complaint)
process.exitCode = complaints.length > 0 ? 1 : 0
