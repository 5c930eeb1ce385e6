import { code, escape } from '../../core/markdownText.ts'
import { harmlessText, type Impact, type TouchingChange } from '../impact/impact.ts'
import {
  brokenTitle,
  bumpText,
  filterText,
  newRootFieldsTitle,
  rootFieldText,
  listTitle,
  touchedOf,
  unclearTexts,
  untouchedText,
  validText,
  verdictText,
} from './sentences.ts'
import { placeText } from '../documents/definitions.ts'

/** The report for a pull request. */
export function toMarkdown(impact: Impact): string {
  const { changes, newRootFields, broken, brokenLists } = impact
  const invalid = [
    ...broken.map((document) => ({ title: brokenTitle(document), problems: document.problems })),
    ...brokenLists.map((list) => ({ title: listTitle(list), problems: list.problems })),
  ]
  const sections = [
    `## Schema changes: ${impact.verdict}`,
    `${verdictText(impact)} ${validText(impact)} **${bumpText(impact.bump)}**`,
    ...changes.map((change) => `- **${change.class}**: ${prose(change.message)}\n${details(change).join('\n')}`),
    ...(invalid.length > 0 ? ['### Invalid against the new schema'] : []),
    ...invalid.map(({ title, problems }) => {
      const lines = problems.map(({ message, place }) => {
        return `  - ${place ? `${code(placeText(place))}: ` : ''}${prose(message)}`
      })
      return `- ${escape(title)}\n${lines.join('\n')}`
    }),
    ...unclearTexts(impact.renames.unclear).map((text) => `- ${escape(text)}`),
    untouchedText(impact),
    ...(changes.length > 0 || invalid.length > 0 ? [`### For the changelog\n\n${toChangelog(impact).trimEnd()}`] : []),
    ...(newRootFields.length > 0 ? [`### ${newRootFieldsTitle}`] : []),
    newRootFields.map((field) => `- ${code(rootFieldText(field))}`).join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** The changelog entry: changes that users of the package will notice. */
export function toChangelog({ changes, broken }: Impact): string {
  // A new type matters only through the field that leads to it.
  const told = changes.filter(({ type, class: level }) => level !== 'safe' || !/DESCRIPTION|^TYPE_ADDED$/.test(type))
  const lines = told.map((change) => {
    const noticed = [...change.answering, ...change.types]
    const affected = [
      ...change.filters.map((filter) => filterText(filter, code)),
      ...(noticed.length > 0 ? noticed : change.operations).map(code),
    ]
    const touched = change.reason === harmlessText ? [] : affected
    const lead = change.class === 'breaking' ? '**Breaking.** ' : ''
    return `- ${lead}${prose(change.message)}${touched.length > 0 ? `: ${touched.join(', ')}` : ''}.`
  })
  const names = broken.map(({ name }) => code(name))
  const invalid = names.length > 0 ? [`- **Breaking.** The API rejects these documents now: ${names.join(', ')}.`] : []
  return [...lines, ...invalid].map((line) => `${line}\n`).join('')
}

function details(change: TouchingChange): string[] {
  const reason = change.reason === undefined ? [] : [`  - ${prose(change.reason)}`]
  const touched = touchedOf(change).map(([kind, names]) => `  - ${kind}: ${names.map(code).join(', ')}`)
  const places = [...new Set(change.places.map(placeText))].map(code)
  return [...reason, ...touched, ...(places.length > 0 ? [`  - at ${places.join(', ')}`] : [])]
}

/** Escapes a message, and writes the names that it quotes as code. */
export function prose(message: string): string {
  const parts = message.split(/(?<!\w)(?:'([\w.@[\]!:/ -]+)'|"([\w.@[\]!:/ -]+)")(?!\w)/)
  // Two groups follow each text, of which the one that did not match is undefined.
  return parts
    .map((part, index) => ((part as string | undefined) ? (index % 3 === 0 ? escape(part) : code(part)) : ''))
    .join('')
}
