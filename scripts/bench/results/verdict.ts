import { inThousands } from '../numbers.ts'
import type { PartResult, Results, Target, Verdict } from './measurement.ts'

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
export function figureText({ figure, target, unit, comparison = '' }: Target): string {
  if (figure === null) return 'not measured'
  return `${inThousands(figure, digitsOf(target) + 1)} ${unit} ${comparison}`.trimEnd()
}

/** The target as text: `at most 1.15 ×`. */
export const targetText = ({ bound, target, unit }: Target): string =>
  `${bound} ${inThousands(target, digitsOf(target))} ${unit}`.trimEnd()

/** Seconds that a run of the default parts may take on a quiet machine. */
const runLimit = 300

/** Whether a run of the default parts was short enough to be run often. */
export const runVerdict = (parts: readonly PartResult[]): Verdict =>
  verdictOf({
    what: 'all parts of a run without names',
    figure: parts.reduce((sum, { seconds }) => sum + seconds, 0),
    bound: 'below',
    target: runLimit,
    unit: 's',
  })

/** A ratio near 1 needs two decimals, 50 times none. */
const digitsOf = (target: number): number => (Math.abs(target) < 3 ? 2 : 0)

/** The verdicts of all parts, and of the run. */
export const verdictsOf = ({ parts, verdicts = [] }: Results): readonly Verdict[] => [
  ...parts.flatMap((part) => part.verdicts),
  ...verdicts,
]
