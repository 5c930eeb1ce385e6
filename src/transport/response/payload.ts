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

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((member) => isDeeper(member, levels - 1))
  // A list of the values would be garbage of each record.
  for (const name in value) if (isDeeper((value as Json)[name], levels - 1)) return true
  return false
}

/** Whether `data` holds anything beyond nulls. */
export const holdsData = (data: unknown): data is object =>
  isRecord(data) && Object.values(data).some((value) => value !== null && value !== undefined)

/** Whether the `errors` of a payload hold any, in whatever form. */
export const holdsErrors = (errors: unknown): boolean =>
  errors !== undefined && errors !== null && !(Array.isArray(errors) && errors.length === 0)
