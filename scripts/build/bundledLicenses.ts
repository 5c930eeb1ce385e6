// The licenses of bundled packages require their text to be included, and the bill of materials names these packages.
import { readdirSync, readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { isAllowed, shippedLicenses } from '../dependencies/allowedLicenses.ts'

interface Bundle {
  readonly [file: string]: { readonly moduleIds?: readonly string[] }
}

interface PluginContext {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): string
}

/** A package whose code is in a bundle. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  readonly license: string
  /** From the root of the repository; its key in `package-lock.json`. */
  readonly folder: string
}

/** The name of the list of a bundle's packages, of which `billOfMaterials.ts` makes one document. */
export const bundledList = 'bundled.json'

/** Emits the licenses of all bundled packages next to the bundle, and a list of these packages. */
export const bundledLicenses = {
  name: 'notices',
  generateBundle(this: PluginContext, _options: unknown, bundle: Bundle): void {
    const ids = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)
    const folders = ids.flatMap((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [])
    const sorted = [...new Set(folders)].sort()
    // A build of declarations, whose files would replace those of the code.
    if (sorted.length === 0) return
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: sorted.map(noticeOf).join('\n') })
    this.emitFile({ type: 'asset', fileName: bundledList, source: JSON.stringify(sorted.map(bundledPackage)) })
  },
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly license?: string
  readonly repository?: { readonly url?: string }
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest

function bundledPackage(folder: string): BundledPackage {
  const { name, version, license } = manifestOf(folder)
  if (name === undefined || version === undefined || license === undefined) {
    throw new Error(`${folder}/package.json lacks a name, a version or a license.`)
  }
  return { name, version, license, folder: relative(process.cwd(), folder).split(sep).join('/') }
}

function noticeOf(folder: string): string {
  const manifest = manifestOf(folder)
  if (!isAllowed(manifest.license, shippedLicenses)) {
    throw new Error(
      `${manifest.name ?? folder} has the license ${manifest.license ?? 'that it does not state'}, so it can't be bundled. ` +
        'See scripts/dependencies/allowedLicenses.ts.',
    )
  }
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? statedLicense(manifest) : readFileSync(`${folder}/${file}`, 'utf8').trim()
  return `${manifest.name ?? ''} ${manifest.version ?? ''}\n\n${text}\n`
}

/** For a package that only names its license: the text of the MIT License, which this package uses too. */
function statedLicense({ name = '', license, repository }: Manifest): string {
  // Its authors ask for no notice.
  if (license === 'Unlicense') return 'In the public domain: https://unlicense.org'
  if (license !== 'MIT' || repository?.url === undefined) throw new Error(`${name} does not include its license text.`)
  const own = readFileSync('LICENSE', 'utf8').trim()
  return own.replace(/^Copyright .*$/m, `Copyright (c) the authors of ${repository.url}`)
}
