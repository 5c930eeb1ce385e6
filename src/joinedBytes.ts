/** The parts of a body, `size` bytes in all, as one. */
export function joinedBytes(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = parts
  if (first?.byteLength === size) return first
  const whole = new Uint8Array(size)
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.byteLength
  }
  return whole
}
