import { hexDigits } from '../../parts/readableColor.ts'

/** The color of a group. Its name says which group it is. */
export function ColorDot({ color }: { readonly color: string | null }) {
  const digits = hexDigits(color)
  return (
    <span
      className="color-dot"
      style={digits === undefined ? undefined : { backgroundColor: `#${digits}` }}
      aria-hidden="true"
    />
  )
}
