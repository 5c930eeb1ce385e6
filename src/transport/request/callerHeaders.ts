import { invalid } from '../../core/guards.ts'

/** Headers that the user of the package adds, by their names in lower case. */
export type CallerHeaders = Readonly<Record<string, string>>

type GivenHeaders = Headers | Readonly<Record<string, string | undefined>>

/** Checks headers given as an object at once, and those of a function each time. */
export function callerHeaders(
  given: GivenHeaders | (() => GivenHeaders | Promise<GivenHeaders>) | undefined,
  check: (headers: CallerHeaders) => void,
): () => CallerHeaders | Promise<CallerHeaders> {
  const read = (given: GivenHeaders): CallerHeaders => {
    const headers = toRecord(given)
    check(headers)
    return headers
  }
  if (typeof given === 'function') return async () => read(await given())
  const headers = given === undefined ? {} : read(given)
  return () => headers
}

function toRecord(given: GivenHeaders): CallerHeaders {
  try {
    if (typeof given !== 'object') throw new TypeError()
    // The `Headers` of a polyfill, of undici or of a test environment are of another class.
    const entries = isIterable(given) ? [...given] : Object.entries(given)
    return Object.fromEntries(new Headers(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)))
  } catch {
    // The platform's message quotes the value, which may be a secret.
    throw invalid('headers must be an object of header names and values, or a function that returns one.')
  }
}

const isIterable = (given: GivenHeaders): given is Headers =>
  typeof (given as Partial<Headers>)[Symbol.iterator] === 'function'
