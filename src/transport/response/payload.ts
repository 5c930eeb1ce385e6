import type { ServerError } from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'

type Json = Readonly<Record<string, unknown>>

/** The body as an object. A parser's error quotes the body, so it is dropped here. */
export function parsePayload(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isRecord(value) && !(body.length > 2 * maxDepth && isDeeper(value, maxDepth)) ? value : undefined
  } catch {
    return undefined
  }
}

/** No document asks for more levels, and recursion over a deeper value, in an app's cache too, overflows the stack. */
const maxDepth = 500

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)))

/** Whether `data` holds anything beyond nulls. */
export const holdsData = (data: unknown): data is object =>
  isRecord(data) && Object.values(data).some((value) => value !== null && value !== undefined)

/** Errors kept of one response: each costs memory. */
const maxErrors = 100

/** `errors` as a list of well-formed entries, in whatever form it came. A last entry counts those over the maximum. */
export function serverErrors(errors: unknown): readonly ServerError[] {
  if (errors === undefined || errors === null) return []
  const all: readonly unknown[] = Array.isArray(errors) ? errors : [errors]
  const kept = all.slice(0, maxErrors).map(serverError)
  const dropped = all.length - kept.length
  return dropped > 0 ? [...kept, { message: `${dropped} more errors are left out.`, extensions: {} }] : kept
}

function serverError(entry: unknown): ServerError {
  const { message, locations, path, extensions } = isRecord(entry) ? entry : { message: entry }
  return {
    message: typeof message === 'string' ? message : 'No message.',
    ...(Array.isArray(locations) && { locations: locations as { line: number; column: number }[] }),
    ...(Array.isArray(path) && { path: path as (string | number)[] }),
    extensions: isRecord(extensions) ? extensions : {},
  }
}
