/**
 * Whether an error can be shown without the key. It has to be seen to the end: what is neither an error nor plain data
 * (a `Headers`, a class of a library's) may print more than it lets be read, and what is very large is not searched.
 */
export function isFreeOf(secret: string | undefined, thrown: unknown): boolean {
  if (secret === undefined) return true
  const found = new Set<unknown>([thrown])
  try {
    for (const value of found) {
      if (found.size > 1000 || typeof value === 'function') return false
      if (typeof value === 'string' && value.includes(secret)) return false
      if (typeof value !== 'object' || value === null) continue
      if (!isTransparent(value)) return false
      const shown = value instanceof Error ? ['name', 'message', 'stack', 'cause'] : []
      for (const key of [...Reflect.ownKeys(value), ...shown]) {
        found.add(typeof key === 'symbol' ? key.description : key)
        found.add(Reflect.get(value, key))
      }
    }
  } catch {
    return false
  }
  return true
}

const isTransparent = (value: object): boolean =>
  value instanceof Error ||
  Array.isArray(value) ||
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
