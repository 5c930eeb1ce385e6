import type { MutantResult } from '@stryker-mutator/api/core'

/** A change, and what the tests made of it. */
export type Change = Pick<MutantResult, 'fileName' | 'location' | 'mutatorName' | 'replacement' | 'status'>

const survived = ({ status }: Pick<Change, 'status'>): boolean => status === 'Survived' || status === 'NoCoverage'

/** The share of changes that tests noticed. A test that a change keeps from ending has noticed it too. */
export function score(changes: readonly Change[]): string {
  const noticed = changes.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  const tried = noticed + changes.filter(survived).length
  return tried === 0
    ? 'nothing was changed.'
    : `tests noticed ${noticed} of ${tried} changes (${((100 * noticed) / tried).toFixed(1)} %).`
}

/** A line for each change that no test noticed, in the order of the files. Lines and columns count from 1. */
export const survivors = (changes: readonly Change[]): readonly string[] =>
  changes
    .filter(survived)
    .toSorted(
      (a, b) =>
        a.fileName.localeCompare(b.fileName) ||
        a.location.start.line - b.location.start.line ||
        a.location.start.column - b.location.start.column,
    )
    .map(({ fileName, location: { start }, mutatorName, replacement, status }) => {
      const code = replacement.replaceAll(/\s+/g, ' ')
      const short = code.length > 100 ? `${code.slice(0, 99)}…` : code
      const reach = status === 'NoCoverage' ? ' (no test runs it)' : ''
      return `${fileName}:${start.line}:${start.column} ${mutatorName}: ${short}${reach}`
    })

/** The part of Stryker's report of the last run that says what survived. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Pick<Change, 'location' | 'status'>[] }>>
}

/** The lines on which a change survived, as patterns of what to change: `src/lists/refine.ts:10-10`. */
export const linesOf = ({ files }: Report): readonly string[] => [
  ...new Set(
    Object.entries(files).flatMap(([file, { mutants }]) =>
      mutants.filter(survived).map(({ location: { start, end } }) => `${file}:${start.line}-${end.line}`),
    ),
  ),
]
