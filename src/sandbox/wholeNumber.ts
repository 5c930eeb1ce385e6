/** Refuses what is not a whole number in its range, and says which it is. */
export function whole(name: string, value: number, least = 0, most = 1_000_000): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new TypeError(`The sandbox's ${name} must be a whole number from ${least} to ${most}.`)
}
