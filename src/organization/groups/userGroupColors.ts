/** The nine colors of the API. */
export const groupColors = [
  '9EC5FF',
  'CEB8FF',
  'FFB35F',
  '4ED2F9',
  'FFAEA9',
  'FFA9D5',
  '3FDC9A',
  'E7BF00',
  'B8C4D3',
] as const

/** A color of a user group, with or without `#`, in either case. */
export type UserGroupColor = (typeof groupColors)[number] | (string & {})

/** Returns a color of user groups as the API takes it; `undefined` for any other text. */
export function groupColor(color: unknown): string | undefined {
  const digits = typeof color === 'string' ? color.trim().replace(/^#/, '').toUpperCase() : ''
  return groupColors.find((each) => each === digits)
}
