import { Busboy } from '@fastify/busboy'
import { isObject, parseJson } from './boundedJson.ts'
import { HttpRefusal } from './httpRefusal.ts'

type Variables = Readonly<Record<string, unknown>> | null | undefined

/** A multipart request as the GraphQL multipart request specification defines it. */
export interface Upload {
  /** The GraphQL request as JSON. */
  readonly operations: string
  /** Returns a copy of the variables with the files in their places. */
  readonly insertFiles: (variables: Variables) => Variables
}

/** Parses a multipart body. */
export async function parseUpload(body: Buffer, contentType: string): Promise<Upload> {
  const form = await partsOf(body, contentType)
  const operations = form.get('operations')
  if (typeof operations !== 'string') throw new HttpRefusal(400, 'The form needs a part operations with JSON')
  const map = form.get('map') ?? '{}'
  if (typeof map !== 'string') throw new HttpRefusal(400, 'The part map must be JSON')
  const { value: paths } = parseJson(map, 'The part map')
  if (!isObject(paths)) throw new HttpRefusal(400, 'The part map must be an object')
  return {
    operations,
    insertFiles: (variables) => {
      const filled = structuredClone(variables)
      for (const [name, list] of Object.entries(paths)) {
        const file = form.get(name)
        if (file === undefined) throw new HttpRefusal(400, 'The part map names a part that is not in the form')
        if (!Array.isArray(list)) throw new HttpRefusal(400, 'Each member of the part map must be a list')
        for (const path of list) insert({ variables: filled }, path, file)
      }
      return filled
    },
  }
}

const limits = { parts: 100, fieldSize: Infinity, fieldNameSize: 100, headerPairs: 20 }

/** The parts of a form by name: fields as text, files as `File`. */
async function partsOf(body: Buffer, contentType: string): Promise<ReadonlyMap<string, string | File>> {
  try {
    return await parse(body, contentType)
  } catch (error) {
    throw error instanceof HttpRefusal ? error : new HttpRefusal(400, 'The body is not valid multipart/form-data')
  }
}

function parse(body: Buffer, contentType: string): Promise<ReadonlyMap<string, string | File>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, string | File>()
    const form = Busboy({ headers: { 'content-type': contentType }, limits })
    form.on('field', (name, value) => parts.set(name, value))
    form.on('file', (name, stream, filename) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject)
      stream.on('end', () => parts.set(name, new File([new Uint8Array(Buffer.concat(pieces))], filename)))
    })
    form.on('partsLimit', () => reject(new HttpRefusal(400, `The form has more than ${limits.parts} parts`)))
    form.on('error', reject).on('finish', () => resolve(parts))
    form.end(body)
  })
}

/** Inserts a file where the variables hold null; any other place is refused. */
function insert(root: object, path: unknown, file: File | string): void {
  const keys = typeof path === 'string' ? path.split('.') : []
  const last = keys.pop()
  let holder: unknown = root
  for (const key of keys) holder = ownMember(holder, key)
  if (last === undefined || ownMember(holder, last) !== null) {
    throw new HttpRefusal(400, 'The part map names a variable that is not null')
  }
  ;(holder as Record<string, unknown>)[last] = file
}

const ownMember = (holder: unknown, key: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Record<string, unknown>)[key]
    : undefined
