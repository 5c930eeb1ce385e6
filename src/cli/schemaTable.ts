import type { Impact } from '../schema/impact.ts'
import { brokenTitle, bumpText, placeText, untouchedText, validText, verdictText } from '../schema/wording.ts'
import { printable } from './printable.ts'
import { table } from './table.ts'

/** What a new schema does, for people. */
export function impactTable(impact: Impact): string {
  const { changes, broken } = impact
  const rows = table(changes, {
    CLASS: (change) => change.class,
    CHANGE: ({ message }) => shortened(message),
    OPERATIONS: ({ operations }) => few(operations),
    FRAGMENTS: ({ fragments }) => few(fragments),
    METHODS: ({ methods }) => few(methods),
    TYPES: ({ types }) => few(types),
    AT: ({ places }) => few(places.map(placeText)),
  })
  const invalid = broken.flatMap((document) => [
    brokenTitle(document),
    ...document.problems.map(({ message, place }) => `  ${place ? `${placeText(place)}: ` : ''}${message}`),
  ])
  const sentences = [verdictText(impact), validText(impact), untouchedText(impact), bumpText(impact.bump)]
  const last = [...invalid, ...sentences.filter((sentence) => sentence !== '')]
  return `${changes.length > 0 ? `${rows}\n` : ''}${last.map((line) => `${printable(line)}\n`).join('')}`
}

/** A changed description is quoted whole in its message. */
const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text)

/** The others are in the JSON. */
const few = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
