import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinedBytes } from './joinedBytes.ts'

/** The bytes as a part of a larger buffer, as a stream may hand them out. */
function viewOf(bytes: Uint8Array, before: number): DataView {
  const { buffer } = Uint8Array.from([...new Uint8Array(before), ...bytes, 7, 7])
  return new DataView(buffer, before, bytes.byteLength)
}

it('joins parts of any number and size, each a view of a larger buffer', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 5 }), fc.nat(3)), { maxLength: 5 }), (parts) => {
      const whole = parts.flatMap(([bytes]) => [...bytes])
      const views = parts.map(([bytes, before]) => viewOf(bytes, before))
      expect([...joinedBytes(views, whole.length)]).toEqual(whole)
    }),
  )
})
