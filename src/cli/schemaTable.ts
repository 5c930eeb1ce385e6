import type { Impact } from '../schema/impact/impact.ts'
import type { Repair } from '../schema/apply/repair.ts'
import type { Checked } from '../schema/check/checkDocuments.ts'
import type { Snapshot } from '../schema/pull/snapshot.ts'
import type { BrokenDocument } from '../schema/documents/brokenDocuments.ts'
import {
  brokenTitle,
  bumpText,
  changedTypeText,
  counted,
  untouchedText,
  validText,
  verdictText,
} from '../schema/reports/sentences.ts'
import { placeText } from '../schema/documents/definitions.ts'
import { brief, cut } from '../core/printable.ts'
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
    AT: ({ places }) => few([...new Set(places.map(placeText))]),
  })
  const sentences = [verdictText(impact), validText(impact), untouchedText(impact), bumpText(impact.bump)]
  const last = [...invalid(broken), ...sentences.filter((sentence) => sentence !== '')]
  return `${changes.length > 0 ? `${rows}\n` : ''}${last.map(toLine).join('')}`
}

/** What was cut out of documents, for people, and what is left for them to do. */
export function repairText({ removed, left, types }: Repair, dryRun: boolean, next: string | undefined): string {
  const done = dryRun ? 'Nothing was changed. This would have been removed:' : 'This was removed:'
  const lines = [
    ...(removed.length === 0 ? ['There is nothing that can be removed.'] : [done]),
    ...removed.map(({ what, place }) => `  ${placeText(place)}: ${what}`),
    ...(left.length === 0 ? [] : ['These need somebody who knows what is to come in the place of what is gone:']),
    ...invalid(left),
    ...(types.length === 0 ? [] : ['What your code generator makes of it is different in:']),
    ...types.map((type) => `  ${changedTypeText(type)}`),
    ...(dryRun || next === undefined ? [] : [next]),
  ]
  return lines.map(toLine).join('')
}

/** What a pull has found, for people. */
export function snapshotText(
  { types, leftOut, descriptions, comments, dropped, impact }: Snapshot,
  out: string,
  { changed, dryRun, isFirst }: { readonly changed: boolean; readonly dryRun: boolean; readonly isFirst: boolean },
): string {
  const { fields, rootFields } = leftOut
  const done = changed ? (dryRun ? `${out} would be written` : `Wrote ${out}`) : `${out} stays as it is`
  const lines = [
    `${done}: ${counted(types, 'type')}.`,
    ...(leftOut.types + rootFields + fields.length > 0
      ? [
          `Out of scope: ${counted(leftOut.types, 'type')}, ${counted(rootFields, 'root field')}, ${counted(fields.length, 'field')} leading there.`,
        ]
      : []),
    ...(descriptions > 0 ? [`Kept: ${counted(descriptions, 'description')} that the schema lacks.`] : []),
    ...(comments > 0
      ? [
          `Kept: ${counted(comments, 'comment')} at line ends. An "inferred" that the real API has settled goes by hand.`,
        ]
      : []),
    ...droppedLines(dropped),
  ]
  const told = lines.map(toLine).join('')
  // Where there was nothing before, what is of interest is what does not fit.
  return isFirst && impact.broken.length === 0 ? told : `${told}${impactTable(impact)}`
}

/** What was written by hand is worth a look before it is gone. */
function droppedLines(dropped: Snapshot['dropped']): string[] {
  if (dropped.length === 0) return []
  const [shown, more] = [dropped.slice(0, 10), dropped.length - 10]
  return [
    'These descriptions and comments of the former snapshot have no place in this one:',
    ...shown.map(
      ({ line, coordinate, text }) => `  line ${line}${coordinate ? `, ${coordinate}` : ''}: ${shortened(text)}`,
    ),
    ...(more > 0 ? [`  and ${more} more, which --json lists`] : []),
  ]
}

/** What is wrong with documents, a line each, for people. */
export function checkText({ operations, findings }: Checked): string {
  const lines = findings.map(({ rule, message, name, place }) => {
    const at = place ? `${place.file}:${place.line}:${place.column}` : name
    return `${at}: ${message} [${rule}${place ? `, ${name}` : ''}]`
  })
  const [heaviest] = [...operations].sort((a, b) => b.cost - a.cost)
  const most = heaviest
    ? ` An answer to ${heaviest.name} may hold the most objects, ${heaviest.cost}; the deepest is ${Math.max(...operations.map(({ depth }) => depth))} levels.`
    : ''
  const count = counted(operations.length, 'operation')
  const outcome = findings.length === 0 ? 'nothing is wrong' : counted(findings.length, 'finding')
  return [...lines, `${count}, ${outcome}.${most}`].map(toLine).join('')
}

const invalid = (broken: readonly BrokenDocument[]): string[] =>
  broken.flatMap((document) => [
    brokenTitle(document),
    ...document.problems.map(({ message, place }) => `  ${place ? `${placeText(place)}: ` : ''}${message}`),
  ])

/** A changed description is quoted whole in its message. */
const shortened = (text: string): string => cut(text, 100)

const toLine = (text: string): string => `${brief(text, 1000)}\n`

/** The others are in the JSON. */
const few = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
