import { brief } from '../../core/printable.ts'
import type { Impact, TouchingChange } from '../impact/impact.ts'
import { brokenTitle, bumpText, touchedOf, untouchedText, validText, verdictText } from './sentences.ts'
import { placeText } from '../documents/definitions.ts'

/** The report for a pull request. */
export function toMarkdown(impact: Impact): string {
  const { changes, broken } = impact
  const sections = [
    `## Schema changes: ${impact.verdict}`,
    `${verdictText(impact)} ${validText(impact)} **${bumpText(impact.bump)}**`,
    ...changes.map((change) => `- **${change.class}**: ${escape(change.message)}\n${details(change).join('\n')}`),
    ...(broken.length > 0 ? ['### Not valid against the new schema'] : []),
    ...broken.map((document) => {
      const problems = document.problems.map(({ message, place }) => {
        return `  - ${place ? `${code(placeText(place))}: ` : ''}${escape(message)}`
      })
      return `- ${escape(brokenTitle(document))}\n${problems.join('\n')}`
    }),
    untouchedText(impact),
    ...(changes.length > 0 || broken.length > 0 ? [`### For the changelog\n\n${toChangelog(impact).trimEnd()}`] : []),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** The entry for a changelog: what users of the package will notice. */
export function toChangelog({ changes, broken }: Impact): string {
  // That there is a type says nothing beside what leads to it.
  const told = changes.filter(
    ({ type, class: level }) => level !== 'safe' || !/DESCRIPTION|DEPRECATION|^TYPE_ADDED$/.test(type),
  )
  const lines = told.map((change) => {
    const noticed = [...change.methods, ...change.types]
    const touched = noticed.length > 0 ? noticed : change.operations
    const lead = change.class === 'breaking' ? '**Breaking.** ' : ''
    return `- ${lead}${escape(change.message)}${touched.length > 0 ? `: ${touched.map(code).join(', ')}` : ''}.`
  })
  const names = broken.map(({ name }) => code(name))
  const invalid =
    names.length > 0 ? [`- **Breaking.** No longer answered by the API as it was: ${names.join(', ')}.`] : []
  return [...lines, ...invalid].map((line) => `${line}\n`).join('')
}

function details(change: TouchingChange): string[] {
  const reason = change.reason === undefined ? [] : [`  - ${escape(change.reason)}`]
  const touched = touchedOf(change).map(([kind, names]) => `  - ${kind}: ${names.map(code).join(', ')}`)
  return [...reason, ...touched, `  - at ${[...new Set(change.places.map(placeText))].map(code).join(', ')}`]
}

/**
 * Descriptions and messages are a stranger's text: none of it may become markup, a mention, a link or a line of its own,
 * nor close an issue. A mention, a link or an emoji is made of what is read, entities or not, so a space of no width breaks it.
 */
export const escape = (text: string): string =>
  shown(text)
    .replaceAll(/[@#]|GH-|:(?=\/\/|[\w+-]{1,40}:)|www(?=\.)/gi, (start) => `${start}\u200b`)
    .replaceAll(/[\\`*_[\]<>|#~@&$\u200b]/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * The text in the font of code. Its fence is longer than any run of backticks in it, and a space keeps backticks and
 * spaces at its ends.
 */
export function code(text: string): string {
  const line = shown(text)
  const runs = line.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1)
  const space = /^[` ]|[` ]$|^$/.test(line) ? ' ' : ''
  return `${fence}${space}${line}${space}${fence}`
}

/** Longest text of a name, a message or a description in a report. */
const maxLength = 1000

/** On one line, as line breaks in descriptions are only there to wrap them. */
const shown = (text: string): string => brief(text.replaceAll(/[ \t\r\n]+/g, ' '), maxLength)
