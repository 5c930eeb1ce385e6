/** The nine colors that a group can have, by what people call them. */
export const groupColors = {
  '9EC5FF': 'Blue',
  CEB8FF: 'Violet',
  FFB35F: 'Orange',
  '4ED2F9': 'Cyan',
  FFAEA9: 'Red',
  FFA9D5: 'Pink',
  '3FDC9A': 'Green',
  E7BF00: 'Yellow',
  B8C4D3: 'Gray',
} as const

export type GroupColor = keyof typeof groupColors

/** The color of a group as the API takes it; undefined for another one. */
export function groupColor(color: string | null): GroupColor | undefined {
  const digits = (color ?? '').trim().replace(/^#/, '').toUpperCase()
  return Object.hasOwn(groupColors, digits) ? (digits as GroupColor) : undefined
}
