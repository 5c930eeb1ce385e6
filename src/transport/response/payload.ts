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

/** Whether the `errors` of a payload hold any, in whatever form. */
export const holdsErrors = (errors: unknown): boolean =>
  errors !== undefined && errors !== null && !(Array.isArray(errors) && errors.length === 0)
