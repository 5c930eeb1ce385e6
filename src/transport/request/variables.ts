/** A value that JSON can't hold, and its kind. */
export class NotJson extends Error {
  readonly kind: string

  constructor(kind: string) {
    super(`a ${kind}`)
    this.kind = kind
  }
}

/** Kinds that JSON keeps. Instances of the user's classes are of kind `Object`. */
const written = ['Object', 'Array', 'String', 'Number', 'Boolean', 'Date']

/**
 * A replacer for `JSON.stringify` that refuses values it would lose or garble, such as a `File`, a `Map` or bytes.
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
