import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hexDigits, readableColor } from './readableColor.ts'

/** The ratio of two colors, from the definition in WCAG 2.2, apart from the code that is tested. */
function ratio(one: string, other: string): number {
  const light = (color: string): number => {
    const channel = (shift: number): number => {
      const value = ((Number.parseInt(color.slice(1), 16) >> shift) & 0xff) / 255
      return value > 0.04045 ? Math.pow((value + 0.055) / 1.055, 2.4) : value / 12.92
    }
    return channel(16) * 0.2126 + channel(8) * 0.7152 + channel(0) * 0.0722
  }
  const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}

const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((number) => number.toString(16).padStart(6, '0'))

it('gives every color text with a contrast of at least 4.5', () => {
  fc.assert(
    fc.property(anyColor, fc.boolean(), (digits, hasHash) => {
      const readable = readableColor(hasHash ? `#${digits.toUpperCase()}` : digits)
      expect(readable?.backgroundColor).toBe(`#${digits}`)
      expect(ratio(`#${digits}`, readable?.color ?? '')).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 5_000 },
  )
})

it('gives every gray text with a contrast of at least 4.5', () => {
  for (let part = 0; part < 256; part++) {
    const digits = part.toString(16).padStart(2, '0').repeat(3)
    expect(ratio(`#${digits}`, readableColor(digits)?.color ?? '')).toBeGreaterThanOrEqual(4.5)
  }
})

it.each([null, undefined, '', 'red', '#fff', 'ff88001', 'url(x)', '#ff8800;position:fixed'])(
  'takes %j for no color',
  (color) => {
    expect(readableColor(color)).toBeUndefined()
    expect(hexDigits(color)).toBeUndefined()
  },
)
