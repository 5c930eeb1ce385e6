import { isObject, parseJson } from './json.ts'
import { Refusal } from './refusal.ts'

type Variables = Readonly<Record<string, unknown>> | null | undefined

/** A multipart request, as the GraphQL multipart request specification has it. */
export interface Upload {
  /** The GraphQL request as JSON. */
  readonly operations: string
  /** Gives the variables with the files in their places. */
  readonly place: (variables: Variables) => Variables
}

/** Takes a multipart body apart. */
export async function upload(body: Buffer, boundary: string): Promise<Upload> {
  const form = await formOf(body, boundary)
  const operations = form.get('operations')
  if (typeof operations !== 'string') throw new Refusal(400, 'The form needs a part operations, which is JSON')
  const map = form.get('map') ?? '{}'
  if (typeof map !== 'string') throw new Refusal(400, 'The part map must be JSON')
  const { value: paths } = parseJson(map, 'The part map')
  if (!isObject(paths)) throw new Refusal(400, 'The part map must be an object')
  return {
    operations,
    place: (variables) => {
      const placed = structuredClone(variables)
      for (const [name, list] of Object.entries(paths)) {
        const file = form.get(name)
        if (file === null) throw new Refusal(400, 'The part map names a part that is not there')
        if (!Array.isArray(list)) throw new Refusal(400, 'Each member of the part map must be a list')
        for (const path of list) put({ variables: placed }, path, file)
      }
      return placed
    },
  }
}

const maxParts = 100

async function formOf(body: Buffer, boundary: string): Promise<FormData> {
  if (countParts(body, boundary) > maxParts) throw new Refusal(400, `The form has more than ${maxParts} parts`)
  try {
    const headers = { 'content-type': `multipart/form-data; boundary="${boundary}"` }
    return await new Response(new Uint8Array(body), { headers }).formData()
  } catch {
    throw new Refusal(400, 'The body is not valid multipart/form-data')
  }
}

function countParts(body: Buffer, boundary: string): number {
  const delimiter = `--${boundary}`
  let count = 0
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length)) count += 1
  return count
}

/** A file goes where the variables have null for it, and nowhere else. */
function put(root: object, path: unknown, file: File | string): void {
  const keys = typeof path === 'string' ? path.split('.') : []
  const last = keys.pop()
  let holder: unknown = root
  for (const key of keys) holder = own(holder, key)
  if (last === undefined || own(holder, last) !== null) {
    throw new Refusal(400, 'The part map names a variable that is not null')
  }
  ;(holder as Record<string, unknown>)[last] = file
}

const own = (holder: unknown, key: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Record<string, unknown>)[key]
    : undefined
