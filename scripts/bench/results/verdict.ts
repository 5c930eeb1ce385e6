import type { Target, Verdict } from './measurement.ts'

/** Compares a figure with its target. A figure that is missing or not a number misses it. */
export function verdictOf(target: Target): Verdict {
  const figure = target.figure !== null && Number.isFinite(target.figure) ? target.figure : null
  return { ...target, figure, isMet: figure !== null && holds[target.bound](figure, target.target) }
}

const holds: Readonly<Record<Target['bound'], (figure: number, target: number) => boolean>> = {
  'at most': (figure, target) => figure <= target,
  'at least': (figure, target) => figure >= target,
  below: (figure, target) => figure < target,
}

/** The figure as text, with one digit more than it takes to tell it from its target. */
export function figureText({ figure, target, unit }: Target): string {
  return figure === null ? 'not measured' : withUnit(figure.toFixed(digitsOf(target) + 1), unit)
}

/** The target as text: `at most 1.15`. */
export function targetText({ bound, target, unit }: Target): string {
  return `${bound} ${withUnit(target.toFixed(digitsOf(target)), unit)}`
}

const withUnit = (number: string, unit: string): string => (unit === '' ? number : `${number} ${unit}`)

/** A ratio near 1 needs two decimals, 50 times none. */
const digitsOf = (target: number): number => (Math.abs(target) < 3 ? 2 : 0)
