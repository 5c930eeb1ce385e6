/** The parts of a body, `size` bytes in all, as one. A part counts as the bytes that it shows, whatever their kind. */
export function joinedBytes(parts: readonly ArrayBufferView[], size: number): Uint8Array {
  const [first] = parts
  if (first?.byteLength === size) return bytesOf(first)
  const whole = new Uint8Array(size)
  let start = 0
  for (const part of parts) {
    whole.set(bytesOf(part), start)
    start += part.byteLength
  }
  return whole
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
