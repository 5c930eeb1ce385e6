/** What a request holds that no error may show. */
export interface Secrets {
  /** The API key, no part of which may be shown. */
  readonly key: string | undefined
  readonly texts: readonly string[]
}

const leftOut = 'Text left out, as it may hold the API key or data of the request.'

/** Properties of system errors that say what failed. */
const facts = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const

/** A text that has this many characters of a key in a row gives part of it away. Fewer may be there by chance. */
const partLength = 12

const maxCharacters = 10_000

/** Getters could make a chain of causes endless. */
const maxErrors = 50

/**
 * A copy of an error that other code threw: a `fetch`, an exchange. It has the name, the message, the stack and the
 * facts of that error and of those below it, each only if it is free of the request's secrets in every usual encoding.
 * Where the secrets are not known, only names, codes and numbers are copied.
 *
 * The error itself could show secrets later or when printed. The copy consists of text that was read once and checked.
 */
export function foreignError(thrown: unknown, secretsOf?: () => Secrets): unknown {
  try {
    return copy(thrown, secretsOf === undefined ? isWord : freeOf(secretsOf()), new Set())
  } catch {
    return new Error(leftOut)
  }
}

type Text = string | number
type IsFree = (value: unknown) => value is Text

const isWord: IsFree = (value): value is Text =>
  typeof value === 'number' || (typeof value === 'string' && /^[A-Za-z_]{1,40}$/.test(value))

function freeOf({ key = '', texts }: Secrets): IsFree {
  const forms = [...new Set([key, ...texts].filter((text) => text !== '').flatMap(formsOf))]
  const keyParts = new Set(encodings(key).flatMap(partsOf))
  return (value): value is Text => {
    if (typeof value !== 'number' && !(typeof value === 'string' && value.length <= maxCharacters)) return false
    const text = String(value)
    const lower = text.toLowerCase()
    return (
      !forms.some((form) => lower.includes(form)) &&
      !readings(text)
        .flatMap(partsOf)
        .some((part) => keyParts.has(part))
    )
  }
}

function copy(value: unknown, isFree: IsFree, seen: Set<object>): unknown {
  if (value === undefined || value === null || typeof value === 'boolean' || isFree(value)) return value
  if (typeof value !== 'object' || seen.has(value) || seen.size >= maxErrors) return new Error(leftOut)
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
    const known: unknown = Reflect.get(value, fact)
    if (isFree(known)) Object.assign(error, { [fact]: known })
  }
  return error
}

/** By index, as the list may have methods of its own. */
const copies = (errors: readonly unknown[], isFree: IsFree, seen: Set<object>): unknown[] =>
  Array.from({ length: Math.min(errors.length, maxErrors) }, (_, index) => copy(errors[index], isFree, seen))

/** Not enumerable, as in other errors, so that it is not printed twice. */
const hide = (error: Error, name: string, value: string): unknown =>
  Object.defineProperty(error, name, { value, enumerable: false, writable: true, configurable: true })

/** A text in lower case: plain, in JSON, in JSON within JSON, inspected, in a URL and in a form. */
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

/** A key as programs write it: plain, in base64 at each of the three offsets, and as its bytes. */
function encodings(key: string): readonly string[] {
  const bytes = Array.from(key, (character) => character.charCodeAt(0))
  return [
    key,
    ...['', ' ', '  '].map((shift) => btoa(shift + key)),
    bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    bytes.map((byte) => `${byte},`).join(''),
  ]
}

/** A text as it is, and without the escapes and separators of URLs, JSON, dumps and base64url. */
function readings(text: string): readonly string[] {
  const unescaped = text.replace(/(?:%|\\x|\\u00)([\da-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return [text, unescaped].flatMap((each) => [
    each,
    each.replace(/-/g, '+').replace(/_/g, '/'),
    each.replace(/0x|[\s:,-]/gi, ''),
    each.replace(/\D+/g, ','),
  ])
}

/** All pieces of a text that are as long as a part of a key, in lower case. */
const partsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - partLength + 1) }, (_, start) =>
    text.slice(start, start + partLength).toLowerCase(),
  )
