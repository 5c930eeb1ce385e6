/** Width of the first column. */
const nameWidth = 54

/** Formats a row: a name and right-aligned cells. */
export function row(name: string, cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell).padStart(10))
  return [name.padEnd(nameWidth), ...texts].join(' ')
}
