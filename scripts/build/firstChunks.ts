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
 * Puts what `labelbox-org` loads first into few chunks, because in Node each file costs time. Bundlers add a chunk as a
 * whole, with all that it leads to, so each chunk has the modules that the same programs need:
 *
 * - `transport`: every program.
 * - `client`: programs with the client. Nothing that an app on urql loads leads there.
 * - `shared`: programs with the client, and exports of `labelbox-org/urql`.
 * - `later`: exports of the entry that the transport loads when an option needs them. They would end up in the entry.
 *
 * Other exports of the entry are left to the bundler.
 */
export function firstChunks(
  { entry, client, urqlEntry, exchange }: Readonly<Record<'entry' | 'client' | 'urqlEntry' | 'exchange', string>>,
  small: readonly string[],
) {
  let names: ReadonlyMap<string, string | null> | undefined
  const name = (id: string, modules: Modules): string | null => {
    if (names === undefined) {
      const ofClient = loadedBy(client, modules)
      const ofExchange = loadedBy(exchange, modules)
      const ofExchangeLater = loadedBy(exchange, modules, true)
      const ofUrqlFirst = loadedBy(urqlEntry, modules)
      const ofUrql = loadedBy(urqlEntry, modules, true)
      const nameOf = (each: string): string | null => {
        if (ofExchange.has(each)) return 'transport'
        if (ofClient.has(each)) return ofUrql.has(each) ? 'shared' : 'client'
        return ofExchangeLater.has(each) && !ofUrqlFirst.has(each) ? 'later' : null
      }
      const apart = new Set([resolve(entry), ...small.flatMap((each) => [...loadedBy(each, modules)])])
      const own = [...loadedBy(entry, modules)].filter((each) => !apart.has(each) && /(?<!\.d)\.ts$/.test(each))
      names = new Map(own.map((each) => [each, nameOf(each)]))
    }
    return names.get(id) ?? null
  }
  return { includeDependenciesRecursively: false, groups: [{ name }] }
}
