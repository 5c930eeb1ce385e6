import { resolve } from 'node:path'

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** Returns a module and all that it imports, without what it loads later. */
function loadedBy(entry: string, modules: Modules): ReadonlySet<string> {
  const loaded = new Set([resolve(entry)])
  for (const id of loaded) for (const each of modules.getModuleInfo(id)?.importedIds ?? []) loaded.add(each)
  return loaded
}

/**
 * Puts what `labelbox-org` loads first into two chunks, because in Node each file costs time: one with what `labelbox-org/urql`
 * needs too, and one with the rest. The small entries keep chunks of their own.
 */
export function firstChunks(entry: string, sharing: string, small: readonly string[]) {
  let names: ReadonlyMap<string, string> | undefined
  const name = (id: string, modules: Modules): string | null => {
    if (names === undefined) {
      const shared = loadedBy(sharing, modules)
      const apart = new Set([resolve(entry), ...small.flatMap((each) => [...loadedBy(each, modules)])])
      const own = [...loadedBy(entry, modules)].filter((each) => !apart.has(each) && /(?<!\.d)\.ts$/.test(each))
      names = new Map(own.map((each) => [each, shared.has(each) ? 'transport' : 'client']))
    }
    return names.get(id) ?? null
  }
  return { includeDependenciesRecursively: false, groups: [{ name }] }
}
