/** How many rows a list has and shows. Screen readers hear it when a filter changes it. */
export function ListCount({
  nouns: [one, many],
  shown,
  read,
  isComplete,
  isNarrowed,
}: {
  /** What the rows are: singular and plural. */
  readonly nouns: readonly [one: string, many: string]
  readonly shown: number
  readonly read: number
  readonly isComplete: boolean
  readonly isNarrowed: boolean
}) {
  return (
    <span aria-live="polite">
      {isNarrowed
        ? `${shown.toLocaleString()} ${isComplete ? 'of' : 'found in'} ${read.toLocaleString()} ${read === 1 ? one : many}${isComplete ? '' : ' so far'}`
        : isComplete
          ? `${read.toLocaleString()} ${read === 1 ? one : many}`
          : read === 0
            ? ' '
            : `The first ${read.toLocaleString()} ${many}; more come as you scroll`}
    </span>
  )
}
