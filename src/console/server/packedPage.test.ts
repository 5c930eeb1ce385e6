import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packPage, unpackPage } from './packedPage.ts'

it('unpacks what was packed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))), (entries) => {
      const files = new Map(entries)

      expect(unpackPage(packPage(files))).toEqual(files)
    }),
    { numRuns: 20 },
  )
})

it('packs files that share text into less than each of them', () => {
  const text = Array.from({ length: 500 }, (_, index) => `const name${String(index * 7919)} = ${String(index)}`).join(
    '\n',
  )

  const one = packPage(new Map([['/a.js', text]]))
  const two = packPage(
    new Map([
      ['/a.js', text],
      ['/b.js', text],
    ]),
  )

  expect(two.byteLength).toBeLessThan(one.byteLength * 1.1)
})
