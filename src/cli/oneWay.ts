import { usage } from './failure.ts'

/** Which options go only with one person, and which only with a file. */
export interface Ways {
  readonly one: Readonly<Record<string, unknown>>
  readonly many: Readonly<Record<string, unknown>>
}

/** @throws CommandError for an option that would not be heard. */
export function requireOneWay(from: string | undefined, { one, many }: Ways): void {
  const unheard = Object.entries(from === undefined ? many : one).find(([, value]) => value !== undefined)
  if (unheard === undefined) return
  const option = `--${unheard[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw usage(
    from === undefined
      ? `${option} goes with --from only.`
      : `${option} does not go with --from: the file says who, and what with whom.`,
  )
}
