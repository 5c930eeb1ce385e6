/** What system errors say besides their message. */
const facts = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const

const leftOut = 'What fetch threw is left out here, because the API key or what was sent may be in it.'

/** What may not be shown. */
export interface Secrets {
  /** The key, no part of which may be. */
  readonly key: string | undefined
  readonly texts: readonly string[]
}

/** So many characters of a key are a part of it, and not there by chance. Keys are long, and who quotes one cuts it. */
const part = 12

/** Characters that are kept of each text. Nobody reads more. */
const mostCharacters = 10_000

/** Nobody reads more than that, and what gives other errors each time it is asked would have no end. */
const mostErrors = 50

/**
 * What may be shown of what a `fetch` threw: an error of our own with the name, the message, the stack and the facts of
 * that one, and of those below it, each only if none of the secrets is in it, as it is or as JSON and URLs write it. What
 * was thrown itself may show anything when it is printed, by a method, a getter, or a member that is set later; the
 * copy is made of texts and numbers, each of which has been read once and looked at.
 */
export function cleanCopy(secretsOf: () => Secrets, thrown: unknown): unknown {
  try {
    const { key = '', texts } = secretsOf()
    const forms = [...new Set([key, ...texts].filter((text) => text !== '').flatMap(formsOf))]
    const parts = partsOf(encodings(key))
    const isFree = (value: unknown): value is string | number =>
      (typeof value === 'string' && value.length <= mostCharacters) || typeof value === 'number'
        ? !holdsAny(forms, String(value)) && !readings(String(value)).some((reading) => holdsPart(parts, reading))
        : false
    return copy(thrown, isFree, new Set())
  } catch {
    return new Error(leftOut)
  }
}

type IsFree = (value: unknown) => value is string | number

function copy(value: unknown, isFree: IsFree, seen: Set<object>): unknown {
  if (value === undefined || value === null || typeof value === 'boolean' || isFree(value)) return value
  if (typeof value !== 'object' || seen.has(value) || seen.size >= mostErrors) return new Error(leftOut)
  seen.add(value)
  const { name, message, stack, cause, errors } = value as Readonly<Record<string, unknown>>
  const words = typeof message === 'string' && isFree(message) ? message : leftOut
  const below = cause === undefined ? {} : { cause: copy(cause, isFree, seen) }
  const Kind = name === 'TypeError' ? TypeError : Error
  const error = Array.isArray(errors)
    ? new AggregateError(copies(errors, isFree, seen), words, below)
    : new Kind(words, below)
  if (typeof name === 'string' && name !== error.name && isFree(name)) hide(error, 'name', name)
  if (typeof stack === 'string' && isFree(stack)) hide(error, 'stack', stack)
  for (const fact of facts) {
    const said: unknown = Reflect.get(value, fact)
    if (isFree(said)) Object.assign(error, { [fact]: said })
  }
  return error
}

/** By index, as the list may have methods of its own. */
const copies = (errors: readonly unknown[], isFree: IsFree, seen: Set<object>): unknown[] =>
  Array.from({ length: Math.min(errors.length, mostErrors) }, (_, index) => copy(errors[index], isFree, seen))

/** As errors have it, so that it is not printed twice. */
const hide = (error: Error, name: string, value: string): unknown =>
  Object.defineProperty(error, name, { value, enumerable: false, writable: true, configurable: true })

/** A text in small letters, and as it looks in JSON, in JSON in JSON, when it is inspected, in a URL and in a form. */
const formsOf = (text: string): readonly string[] =>
  [
    text,
    inJson(text),
    inJson(inJson(text)),
    inJson(text).replaceAll('\\"', '"'),
    encodeURI(text),
    encodeURIComponent(text),
    new URLSearchParams({ text }).toString().slice('text='.length),
  ].map((form) => form.toLowerCase())

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

function holdsAny(forms: readonly string[], text: string): boolean {
  const small = text.toLowerCase()
  return forms.some((form) => small.includes(form))
}

/** A key as programs write it: as it is, in base64 at each of the three places where it may begin, and as its bytes. */
function encodings(key: string): readonly string[] {
  const bytes = Array.from(key, (character) => character.charCodeAt(0))
  const base64 = ['', ' ', '  '].map((shift) => btoa(shift + key))
  return [
    key,
    ...base64,
    bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    bytes.map((byte) => `${byte},`).join(''),
  ]
}

/** A text, and what it says without the escapes and separators of URLs, JSON, dumps and base64url. */
function readings(text: string): readonly string[] {
  const unescaped = text.replace(/(?:%|\\x|\\u00)([\da-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return [text, unescaped].flatMap((each) => [
    each,
    each.replace(/[-_]/g, (character) => (character === '-' ? '+' : '/')),
    each.replace(/0x|[\s:,-]/gi, ''),
    each.replace(/\D+/g, ','),
  ])
}

/** All pieces of so many characters, to look up. */
function partsOf(texts: readonly string[]): ReadonlySet<string> {
  const pieces = new Set<string>()
  for (const text of texts) {
    const small = text.toLowerCase()
    for (let start = 0; start + part <= small.length; start += 1) pieces.add(small.slice(start, start + part))
  }
  return pieces
}

/** Whether one of the pieces is in a text. */
function holdsPart(pieces: ReadonlySet<string>, text: string): boolean {
  const small = text.toLowerCase()
  for (let start = 0; start + part <= small.length; start += 1) {
    if (pieces.has(small.slice(start, start + part))) return true
  }
  return false
}
