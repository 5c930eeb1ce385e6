/**
 * Returns the value of an option if it is a whole number in the range.
 *
 * @throws TypeError for any other value.
 */
export function wholeNumber(option: string, value: number, least = 0, most = 1_000_000): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new TypeError(`The sandbox's ${option} must be a whole number from ${least} to ${most}.`)
}
