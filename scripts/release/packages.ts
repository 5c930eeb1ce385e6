import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A package that a release publishes. */
export interface PublishedPackage {
  readonly name: string
  /** Its folder, from the root of the repository. */
  readonly folder: string
  /** Maximum bytes of the unpacked package. `CONTRIBUTING.md` says what they are made of. */
  readonly sizeLimit: number
}

const library: PublishedPackage = { name: 'labelbox-org', folder: '.', sizeLimit: 1_600_000 }
const tools: PublishedPackage = { name: '@labelbox-org/tools', folder: 'packages/tools', sizeLimit: 2_500_000 }

/** The packages of this repository, in the order in which they are published. They have one version. */
export const publishedPackages: readonly PublishedPackage[] = [library, tools]

/** A packed package. */
export interface Packed {
  readonly name: string
  readonly version: string
  /** The archive, in the folder that it was packed into. */
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly entryCount: number
  readonly files: readonly { readonly path: string }[]
}

/** The part of `package.json` that scripts read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly description: string
  readonly exports: Readonly<
    Record<
      string,
      string | Readonly<Record<'import' | 'require', { readonly types: string; readonly default: string }>>
    >
  >
}

const repository = resolve(import.meta.dirname, '../..')

export const manifestOf = ({ folder }: PublishedPackage): Manifest =>
  JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')) as Manifest

/** The files of the types of each entry, from the root of the repository. */
export const entryTypes = (published: PublishedPackage): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(manifestOf(published).exports).flatMap(([entry, paths]) =>
      typeof paths === 'string' ? [] : [[entry, join(published.folder, paths.import.types)] as const],
    ),
  )

/** The files that the entries of a package lead to, without patterns. */
export const exportedFiles = (published: PublishedPackage): readonly string[] =>
  Object.values(manifestOf(published).exports)
    .flatMap((paths) =>
      typeof paths === 'string' ? [paths] : [paths.import, paths.require].flatMap((each) => Object.values(each)),
    )
    .map((path) => path.replace(/^\.\//, ''))
    .filter((path) => !path.includes('*'))

/** Packs the built library alone. */
export const packLibrary = (root: string, destination: string): Packed => pack(join(root, library.folder), destination)

/** Packs both built packages. */
export function packAll(root: string, destination: string): readonly [library: Packed, tools: Packed] {
  const copy = mkdtempSync(join(tmpdir(), 'labelbox-org-tools-'))
  try {
    // Its schemas are links to those of the repository, and npm packs no links.
    const isPacked = (path: string): boolean => !path.includes('node_modules')
    cpSync(join(root, tools.folder), copy, { recursive: true, dereference: true, filter: isPacked })
    return [packLibrary(root, destination), pack(copy, destination)]
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function pack(folder: string, destination: string): Packed {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', destination]
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: folder, encoding: 'utf8' })) as readonly Packed[]
  if (packed === undefined) throw new Error('npm pack wrote no package.')
  return packed
}
