import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Types } from '@graphql-codegen/plugin-helpers'
import { Kind, parse, print, visit, type DocumentNode, type FragmentDefinitionNode } from 'graphql'

/** The path of `graphql/`: from here, and from the built `dist/codegen` of the package. */
const graphqlFolder = fileURLToPath(new URL('../../graphql', import.meta.url))

/** The schema in this package. */
export const packageSchema = join(graphqlFolder, 'schema.graphql')

/**
 * Adds the fragments of this package that documents spread and do not define. Those of the type `standard` are generated
 * again.
 *
 * @throws Error if a document defines another fragment under the name of one in this package.
 */
export function withPackageFragments(
  files: readonly Types.DocumentFile[],
  type: 'standard' | 'external',
): Types.DocumentFile[] {
  const ours = packageFragments()
  const known = new Set<string>()
  for (const { document, location = 'a document' } of files) {
    for (const node of document?.definitions ?? []) {
      if (node.kind !== Kind.FRAGMENT_DEFINITION) continue
      const name = node.name.value
      const same = ours.get(name)
      if (same && print(same.node) !== print(node)) throw new Error(clash(name, location))
      known.add(name)
    }
  }
  const missing = new Map<string, PackageFragment>()
  const read = (document: DocumentNode | undefined): void => {
    for (const name of document ? spreadIn(document) : []) {
      const found = ours.get(name)
      if (found === undefined || known.has(name) || missing.has(name)) continue
      missing.set(name, found)
      read(found.file.document)
    }
  }
  for (const { document } of files) read(document)
  return [...files, ...[...missing.values()].map(({ file }) => ({ ...file, type }))]
}

const clash = (name: string, location: string): string =>
  `${location} defines the fragment ${name}, and labelbox-org has another one of that name. Rename yours, or remove it to use the one in @labelbox-org/tools/fragments.`

interface PackageFragment {
  readonly node: FragmentDefinitionNode
  readonly file: Types.DocumentFile
}

function packageFragments(): ReadonlyMap<string, PackageFragment> {
  const folder = join(graphqlFolder, 'fragments')
  return new Map(
    readdirSync(folder)
      .sort()
      .flatMap((name) => {
        const location = `${folder}${sep}${name}`
        const rawSDL = readFileSync(location, 'utf8')
        const document = parse(rawSDL)
        return document.definitions.flatMap((node) =>
          node.kind === Kind.FRAGMENT_DEFINITION
            ? [[node.name.value, { node, file: { location, rawSDL, document } }] as const]
            : [],
        )
      }),
  )
}

/** The fragments of other files that a file needs, each as a document of its own. */
export function fragmentsFor(file: Types.DocumentFile, all: readonly Types.DocumentFile[]): Types.DocumentFile[] {
  const known = new Map<string, Types.DocumentFile>()
  for (const other of all) {
    for (const node of other === file ? [] : (other.document?.definitions ?? [])) {
      if (node.kind !== Kind.FRAGMENT_DEFINITION) continue
      const document = { kind: Kind.DOCUMENT, definitions: [node] } as const
      known.set(node.name.value, { ...other, document, type: 'external' })
    }
  }
  const needed = new Set([file])
  for (const { document } of needed) {
    for (const name of document ? spreadIn(document) : []) {
      const found = known.get(name)
      if (found) needed.add(found)
    }
  }
  needed.delete(file)
  return [...needed]
}

/** The names of the fragments that a document spreads. */
function spreadIn(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  visit(document, { FragmentSpread: ({ name }) => void names.add(name.value) })
  return [...names]
}
