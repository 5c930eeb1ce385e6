import { LabelboxError } from '../../core/errors.ts'
import { isFile } from '../../core/guards.ts'
import { unwritable, type Prepared } from '../document.ts'
import { jsonBody } from '../jsonBody.ts'
import { newAttemptId } from './attemptId.ts'

/** A request with files: what is sent in place of JSON. */
export interface MultipartRequest {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/** Members that a request has, with its variables among them. */
type Members = Readonly<Record<string, unknown>>

/**
 * Writes a request whose variables hold files as `multipart/form-data`, by the GraphQL multipart request specification: the
 * request with null in place of each file, where each file belongs, and the files. It is written once, so that all attempts
 * send the same bytes, whose number is known. `FormData` would leave the encoding to each `fetch`, and test environments have
 * one that their `fetch` does not know.
 *
 * @returns `undefined` if the variables hold no file.
 * @throws LabelboxError `INVALID_INPUT` for a file that can't be read.
 */
export async function multipartRequest(prepared: Prepared, members: Members): Promise<MultipartRequest | undefined> {
  const { operationName } = prepared
  const files: FoundFile[] = []
  const emptied = withoutFiles(members, [], files, operationName)
  if (files.length === 0) return undefined
  const boundary = `labelbox-org-${newAttemptId()}`
  const map = JSON.stringify(Object.fromEntries(files.map(({ path }, index) => [index, [path]])))
  const parts: (string | Uint8Array<ArrayBuffer>)[] = [
    field(boundary, 'operations', jsonBody(prepared, emptied as object)),
    field(boundary, 'map', map),
  ]
  for (const [index, { file }] of files.entries()) {
    parts.push(fileHead(boundary, index, file), await bytesOf(file, operationName), '\r\n')
  }
  parts.push(`--${boundary}--\r\n`)
  return { body: joined(parts), headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } }
}

interface FoundFile {
  /** Where the file belongs: `variables.file`. */
  readonly path: string
  readonly file: Blob
}

/** A copy with null in place of each file, which is added to `files`. */
function withoutFiles(
  value: unknown,
  path: readonly (string | number)[],
  files: FoundFile[],
  operationName: string | undefined,
): unknown {
  if (isFile(value)) {
    files.push({ path: path.join('.'), file: value })
    return null
  }
  // A cycle. JSON has no depth like this either.
  if (path.length > 500) throw unwritable(operationName)
  const copy = (member: unknown, key: string | number): unknown =>
    withoutFiles(member, [...path, key], files, operationName)
  if (Array.isArray(value)) return value.map(copy)
  const isPlain = Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in (value as object))
  if (!isPlain) return value
  // Made of entries, as a member may be called `__proto__`.
  return Object.fromEntries(Object.entries(value as object).map(([key, member]) => [key, copy(member, key)]))
}

const field = (boundary: string, name: string, value: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

function fileHead(boundary: string, index: number, file: Blob): string {
  const { name = 'blob' } = file as Partial<File>
  // As HTML has it. Other characters stay as they are.
  const escaped = name.replace(/["\r\n]/g, (character) => encodeURIComponent(character))
  const type = /^[\x21-\x7e][\x20-\x7e]*$/.test(file.type) ? file.type : 'application/octet-stream'
  return `--${boundary}\r\nContent-Disposition: form-data; name="${index}"; filename="${escaped}"\r\nContent-Type: ${type}\r\n\r\n`
}

async function bytesOf(file: Blob, operationName: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (thrown) {
    throw unreadableFile(operationName, thrown)
  }
}

/** The error for a file that can't be read, such as one that was deleted after it was chosen in a page. */
export const unreadableFile = (operationName: string | undefined, cause: unknown): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_INPUT',
    operationName,
    message: `${operationName ?? 'The request'} was not sent: its file can't be read. Check that it still exists.`,
    cause,
  })

function joined(parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const encoded = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part))
  const bytes = new Uint8Array(encoded.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let end = 0
  for (const part of encoded) {
    bytes.set(part, end)
    end += part.byteLength
  }
  return bytes
}
