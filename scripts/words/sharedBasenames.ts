import { basename } from 'node:path'

/** Basenames that tell the role of a file in its folder. */
const entries: Readonly<Record<string, string>> = {
  index: 'what a folder shows to others',
  main: 'where a program starts',
}

/** Folders that each have a file of the same name for the same thing: a command, a resource and its resolver. */
const views: readonly (readonly RegExp[])[] = [
  [/^src\/cli\/commands\/[^/]+$/, /^src\/organization\//, /^src\/sandbox\/resolvers\//],
  // A subcommand of `schema`, and what it runs.
  [/^src\/cli\/commands\/schema\//, /^src\/schema\//],
]

/** Complaints about basenames of production files that stand for more than one idea. */
export function sharedBasenames(paths: readonly string[]): string[] {
  const byName = new Map<string, string[]>()
  for (const path of paths.filter(
    (each) => /\.tsx?$/.test(each) && !/\.test(-d)?\.tsx?$|\/testing\w*\.ts$/.test(each),
  )) {
    const name = basename(path).replace(/\.tsx?$/, '')
    byName.set(name, [...(byName.get(name) ?? []), path])
  }
  return [...byName]
    .filter(([name, sharing]) => sharing.length > 1 && !(name in entries) && !isOneThing(sharing))
    .map(([name, sharing]) => `${sharing.join(', ')}: "${name}" names several files. Rename all but one.`)
}

const isOneThing = (paths: readonly string[]): boolean =>
  views.some((view) => {
    const seen = paths.map((path) => view.findIndex((folder) => folder.test(path)))
    return !seen.includes(-1) && new Set(seen).size === paths.length
  })
