/** A background and the text on it, as CSS colors. */
export interface ReadableColor {
  readonly backgroundColor: string
  readonly color: '#000000' | '#ffffff'
}

/**
 * The colors of a label on any background: black or white text, whichever has more contrast. One of them always has a
 * contrast of at least 4.5, which WCAG asks for. Undefined for text that is not a color.
 *
 * @param color Six hex digits, with or without `#`, as Labelbox returns them.
 */
export function readableColor(color: string | null | undefined): ReadableColor | undefined {
  const digits = hexDigits(color)
  if (digits === undefined) return undefined
  const light = luminance(digits)
  return { backgroundColor: `#${digits}`, color: contrast(light, 0) >= contrast(light, 1) ? '#000000' : '#ffffff' }
}

/** Six lower-case hex digits, as the API takes a color. Undefined for text that is not a color. */
export const hexDigits = (color: string | null | undefined): string | undefined =>
  /^\s*#?([0-9a-f]{6})\s*$/i.exec(color ?? '')?.[1]?.toLowerCase()

/** The contrast ratio of two relative luminances, as WCAG 2 defines it. */
const contrast = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)

/** The relative luminance of a color, as WCAG 2 defines it. */
function luminance(digits: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
