import type { Impact } from '../../../schema/impact/impact.ts'
import type { Repair } from '../../../schema/apply/repair.ts'
import { isWarning, type Checked } from '../../../schema/check/checkDocuments.ts'
import type { Snapshot } from '../../../schema/pull/snapshot.ts'
import type { BrokenDocument } from '../../../schema/documents/brokenDocuments.ts'
import {
  brokenTitle,
  bumpText,
  changedTypeText,
  counted,
  listTitle,
  newRootFieldsTitle,
  rootFieldText,
  unclearTexts,
  untouchedText,
  validText,
  verdictText,
} from '../../../schema/reports/sentences.ts'
import { placeText } from '../../../schema/documents/definitions.ts'
import { brief, cut } from '../../../core/printable.ts'
import type { Layout } from '../../output/table.ts'

/** Says whose operations a command has read, where nobody named documents. */
export const packageOperationsLine = 'The operations are those of labelbox-org. Name your own with --documents.\n'

/** The changes of a schema and the operations that they affect. */
export function impactTable(impact: Impact, { table }: Layout): string {
  const { changes, newRootFields, broken, brokenLists } = impact
  const rows = table(changes, {
    CLASS: (change) => change.class,
    CHANGE: ({ message }) => shortened(message),
    OPERATIONS: ({ operations }) => few(operations),
    FRAGMENTS: ({ fragments }) => few(fragments),
    FILTERS: ({ filters }) => few(filters),
    METHODS: ({ methods }) => few(methods),
    TYPES: ({ types }) => few(types),
    AT: ({ places }) => few([...new Set(places.map(placeText))]),
  })
  const sentences = [verdictText(impact), validText(impact), untouchedText(impact), bumpText(impact.bump)]
  const last = [
    ...invalid(broken),
    ...invalidLists(brokenLists),
    ...unclearTexts(impact.renames.unclear),
    ...newRootFieldLines(newRootFields),
    ...sentences.filter((sentence) => sentence !== ''),
  ]
  return `${changes.length > 0 ? `${rows}\n` : ''}${last.map(toLine).join('')}`
}

/** What was changed in documents, and what is left to do by hand. */
export function repairText(
  { removed, renamed, unclear, left, types }: Repair,
  { dryRun, isWritten }: { readonly dryRun: boolean; readonly isWritten: boolean },
  next: string | undefined,
): string {
  const isLeft = left.length > 0
  const lines = [
    ...(dryRun ? ['Dry run: nothing was written.'] : []),
    ...(!dryRun && !isWritten && isLeft ? [nothingWrittenText] : []),
    ...(renamed.length === 0 ? [] : [isWritten ? 'Renamed:' : 'To be renamed:']),
    ...renamed.map(({ from, to, place }) => `  ${placeText(place)}: ${from} is ${to} now`),
    ...(removed.length === 0 ? [] : [isWritten ? 'Removed:' : 'To be removed:']),
    ...removed.map(({ what, place }) => `  ${placeText(place)}: ${what}`),
    ...(removed.length + renamed.length === 0 ? ['Nothing to remove or rename.'] : []),
    ...(isLeft
      ? ['These need a change by hand, as their selection would be empty or its replacement is unknown:']
      : []),
    ...invalid(left),
    ...unclearTexts(unclear),
    ...(types.length === 0 ? [] : ['Generated types that change:']),
    ...types.map((type) => `  ${changedTypeText(type)}`),
    ...(next === undefined ? [] : [next]),
  ]
  return lines.map(toLine).join('')
}

const nothingWrittenText =
  'Nothing was written, as some documents need a change by hand. With --partial, everything else is written.'

/** The result of a pull. */
export function snapshotText(
  { types, leftOut, descriptions, comments, dropped, impact }: Snapshot,
  out: string,
  { changed, dryRun, isFirst }: { readonly changed: boolean; readonly dryRun: boolean; readonly isFirst: boolean },
  layout: Layout,
): string {
  const { fields, rootFields } = leftOut
  const done = changed ? (dryRun ? `Would write ${out}` : `Wrote ${out}`) : `${out} is unchanged`
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
          `Kept: ${counted(comments, 'comment')} at line ends. Remove an "inferred" mark by hand once the real API has confirmed it.`,
        ]
      : []),
    ...droppedLines(dropped),
  ]
  const summary = lines.map(toLine).join('')
  // For a first snapshot, only invalid operations are of interest.
  return isFirst && impact.broken.length === 0 ? summary : `${summary}${impactTable(impact, layout)}`
}

/** Text that was written by hand and would be lost. */
function droppedLines(dropped: Snapshot['dropped']): string[] {
  if (dropped.length === 0) return []
  const [shown, more] = [dropped.slice(0, 10), dropped.length - 10]
  return [
    'The new snapshot has no place for these descriptions and comments:',
    ...shown.map(
      ({ line, coordinate, text }) => `  line ${line}${coordinate ? `, ${coordinate}` : ''}: ${shortened(text)}`,
    ),
    ...(more > 0 ? [`  and ${more} more, which --json lists`] : []),
  ]
}

function newRootFieldLines(fields: Impact['newRootFields']): string[] {
  if (fields.length === 0) return []
  const more = fields.length - 10
  return [
    `${newRootFieldsTitle}:`,
    ...fields.slice(0, 10).map((field) => `  ${rootFieldText(field)}`),
    ...(more > 0 ? [`  and ${more} more, which --json lists`] : []),
    'To take one into scope: schema pull --add NAME',
  ]
}

/** The findings of a check, a line for each. */
export function checkText({ operations, findings }: Checked, ofPackage: boolean): string {
  const lines = findings.map((finding) => {
    const { rule, message, name, place } = finding
    const level = isWarning(finding) ? 'warning: ' : ''
    const at = place ? `${place.file}:${place.line}:${place.column}` : name
    return `${at}: ${level}${message} [${rule}${place ? `, ${name}` : ''}]`
  })
  const [heaviest] = [...operations].sort((a, b) => b.cost - a.cost)
  const most = heaviest
    ? ` Most expensive: ${heaviest.name} with ${counted(heaviest.cost, 'object')}. Deepest: ${counted(Math.max(...operations.map(({ depth }) => depth)), 'level')}.`
    : ''
  const count = counted(operations.length, 'operation')
  const warnings = findings.filter(isWarning).length
  const errors = findings.length - warnings
  const outcome = [
    errors === 0 ? 'no findings' : counted(errors, 'finding'),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ].join(', ')
  const summary = [...lines, `${count}, ${outcome}.${most}`].map(toLine).join('')
  return ofPackage ? `${summary}${packageOperationsLine}` : summary
}

const invalid = (broken: readonly BrokenDocument[]): string[] =>
  broken.flatMap((document) => [brokenTitle(document), ...problemLines(document)])

const invalidLists = (broken: Impact['brokenLists']): string[] =>
  broken.flatMap((list) => [listTitle(list), ...problemLines(list)])

const problemLines = ({ problems }: Pick<BrokenDocument, 'problems'>): string[] =>
  problems.map(({ message, place }) => `  ${place ? `${placeText(place)}: ` : ''}${message}`)

/** Messages quote changed descriptions in full. */
const shortened = (text: string): string => cut(text, 100)

const toLine = (text: string): string => `${brief(text, 1000)}\n`

/** The first names; `--json` has all of them. */
const few = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
