/**
 * Whether an error can be shown without any of these texts, as they are or as JSON and URLs write them. It has to be seen
 * to the end: what is neither an error nor plain data (a `Headers`, a class of a library's) may print more than it lets
 * be read, and what is very large is not searched.
 */
export function isFreeOf(secrets: readonly string[], thrown: unknown): boolean {
  if (secrets.length === 0) return true
  const found = new Set<unknown>([thrown])
  try {
    const forms = secrets.flatMap(formsOf)
    for (const value of found) {
      if (found.size > 1000 || typeof value === 'function') return false
      if (typeof value === 'string' && holdsAny(forms, value)) return false
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

/** A text in small letters, and as it looks in JSON, in JSON in JSON, and in a URL. */
const formsOf = (text: string): readonly string[] =>
  [text, inJson(text), inJson(inJson(text)), encodeURIComponent(text)].map((form) => form.toLowerCase())

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

function holdsAny(forms: readonly string[], text: string): boolean {
  const small = text.toLowerCase()
  return forms.some((form) => small.includes(form))
}

const isTransparent = (value: object): boolean =>
  value instanceof Error ||
  Array.isArray(value) ||
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
