import { basename, resolve } from 'node:path'

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

const isSource = (id: string): boolean => /(?<!\.d)\.ts$/.test(id)

/**
 * Puts what `labelbox-org` and `labelbox-org/urql` load first into few chunks, because in Node each file costs time.
 * Bundlers add a chunk as a whole, with all that it leads to, so each chunk has the modules that the same programs need:
 *
 * - `transport`: every program.
 * - `client`: programs with the client. Nothing that an app on urql loads leads there.
 * - `shared`: programs with the client, and exports of `labelbox-org/urql`.
 * - `later`: exports of `labelbox-org` that the transport loads when an option needs them.
 * - `failed`: what the transport loads when a request fails, and exports of `labelbox-org/urql` import.
 * - `others`: these exports. A bundler gives a page all that the file of `labelboxExchange` imports, used or not.
 * - `endpointOf`, `literalPages`: programs that call them, and the transport where a document needs it.
 * - `connectionOptionNames`: the client, and the development build of `labelbox-org/urql`.
 * - `errors`, `combinedError`: entries and other chunks. In the file of an entry, what the chunks need would be its exports.
 *
 * Other modules are left to the bundler.
 */
export function firstChunks(
  {
    entry,
    client,
    urqlEntry,
    exchange,
    proxy,
    helpers,
  }: Readonly<Record<'entry' | 'client' | 'urqlEntry' | 'exchange' | 'proxy', string>> & {
    /** Functions for other clients, which few programs need; and what chunks need of an entry, which would export it. */
    readonly helpers: readonly string[]
  },
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
      const ofEntry = loadedBy(entry, modules)
      const nameOf = (each: string): string | null => {
        if (ofClient.has(each)) return ofExchange.has(each) ? 'transport' : ofUrql.has(each) ? 'shared' : 'client'
        if (ofExchange.has(each)) return null
        if (ofExchangeLater.has(each)) return ofUrqlFirst.has(each) && !ofEntry.has(each) ? 'failed' : 'later'
        return ofUrqlFirst.has(each) && !ofEntry.has(each) ? 'others' : null
      }
      const apart = new Set([entry, urqlEntry].map((each) => resolve(each)))
      for (const each of small) for (const id of loadedBy(each, modules)) apart.add(id)
      const first = new Set([...ofEntry, ...ofUrqlFirst])
      const own = [...first].filter((each) => !apart.has(each) && isSource(each))
      names = new Map([
        // What the client loads later, and the proxy first, would end up in the proxy's entry.
        ...[...loadedBy(proxy, modules)]
          .filter((each) => ofExchangeLater.has(each) && !ofExchange.has(each) && isSource(each))
          .map((each) => [each, basename(each, '.ts')] as const),
        ...own.map((each) => [each, nameOf(each)] as const),
        // In the entry's own file, bundlers would load what it imports with any document.
        ...helpers.map((each) => [resolve(each), basename(each, '.ts')] as const),
      ])
    }
    return names.get(id) ?? null
  }
  return { includeDependenciesRecursively: false, groups: [{ name }] }
}
