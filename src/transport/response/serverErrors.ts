import type { ServerError } from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'
import { holdsErrors } from './payload.ts'

/** Errors kept of one response: each costs memory. */
const maxErrors = 100

/** `errors` as a list of well-formed entries, in whatever form it came. A last entry counts those over the maximum. */
export function serverErrors(errors: unknown): readonly ServerError[] {
  if (!holdsErrors(errors)) return []
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
