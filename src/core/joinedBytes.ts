/** Joins the parts of a body, of `size` bytes in total. Of each view, its visible bytes count. */
export function joinedBytes(parts: readonly ArrayBufferView[], size: number): Uint8Array {
  const [first] = parts
  if (first?.byteLength === size) return bytesOf(first)
  const joined = new Uint8Array(size)
  let start = 0
  for (const part of parts) {
    joined.set(bytesOf(part), start)
    start += part.byteLength
  }
  return joined
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
