import { resolve } from 'node:path'

interface Modules {
  getModuleInfo(
    id: string,
  ): { readonly importedIds: readonly string[]; readonly dynamicallyImportedIds: readonly string[] } | null
}

/** Returns a module and all that it imports; with `later` also what it loads later. */
function loadedBy(entry: string, modules: Modules, later = false): ReadonlySet<string> {
  const loaded = new Set([resolve(entry)])
  for (const id of loaded) {
    const { importedIds = [], dynamicallyImportedIds = [] } = modules.getModuleInfo(id) ?? {}
    for (const each of [...importedIds, ...(later ? dynamicallyImportedIds : [])]) loaded.add(each)
  }
  return loaded
}

/**
 * Puts what `labelbox-org` loads first into three chunks, because in Node each file costs time: one with what
 * `labelbox-org/urql` loads first too, one with what it may load later, and one with the rest. A page on urql must never
 * load the last one: bundlers would add all that it leads to. The small entries keep chunks of their own.
 */
export function firstChunks(entry: string, sharing: string, small: readonly string[]) {
  let names: ReadonlyMap<string, string> | undefined
  const name = (id: string, modules: Modules): string | null => {
    if (names === undefined) {
      const first = loadedBy(sharing, modules)
      const ever = loadedBy(sharing, modules, true)
      const apart = new Set([resolve(entry), ...small.flatMap((each) => [...loadedBy(each, modules)])])
      const own = [...loadedBy(entry, modules)].filter((each) => !apart.has(each) && /(?<!\.d)\.ts$/.test(each))
      const nameOf = (each: string): string => (first.has(each) ? 'transport' : ever.has(each) ? 'secrets' : 'client')
      names = new Map(own.map((each) => [each, nameOf(each)]))
    }
    return names.get(id) ?? null
  }
  return { includeDependenciesRecursively: false, groups: [{ name }] }
}
