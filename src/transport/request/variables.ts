/** A value of a kind that JSON can't hold. */
export class NotJson extends Error {
  readonly kind: string

  constructor(kind: string) {
    super(`a ${kind}`)
    this.kind = kind
  }
}

/** What JSON writes as what it is. A class of the user's is an `Object` too. */
const written = ['Object', 'Array', 'String', 'Number', 'Boolean', 'Date']

/**
 * For `JSON.stringify`: refuses what it would write as `{}` or as a heap of numbers, such as a `File`, a `Map` or bytes.
 *
 * @throws NotJson
 */
export function onlyJson(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1)
  if (written.includes(kind)) return value
  if (ArrayBuffer.isView(value) || Object.keys(value).length === 0) throw new NotJson(kind)
  return value
}
