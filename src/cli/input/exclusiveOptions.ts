import { usage } from '../output/commandError.ts'

/** Options by the form of a command that they belong to: for one person, or for a file of them. */
export interface ExclusiveOptions {
  readonly single: Readonly<Record<string, unknown>>
  readonly file: Readonly<Record<string, unknown>>
}

/** @throws CommandError for an option of the form that was not typed: it would have no effect. */
export function requireFittingOptions(from: string | undefined, { single, file }: ExclusiveOptions): void {
  const unused = Object.entries(from === undefined ? file : single).find(([, value]) => value !== undefined)
  if (unused === undefined) return
  const option = optionName(unused[0])
  throw usage(
    from === undefined
      ? `${option} needs --from.`
      : `${option} can't be used with --from: the rows of the file say it.`,
  )
}

/** The option of a property: `--batch-size` of `batchSize`. */
export const optionName = (property: string): string =>
  `--${property.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
