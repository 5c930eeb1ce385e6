/** Of the first column of what is printed. */
const nameWidth = 54

export function row(name: string, cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell).padStart(10))
  return [name.padEnd(nameWidth), ...texts].join(' ')
}
