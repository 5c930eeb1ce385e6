import { brief, cut } from '../../core/printable.ts'
import type { Place } from '../documents/definitions.ts'
import type { Impact } from '../impact/impact.ts'
import { bumpText, listTitle, rootFieldText, validText, verdictText } from './sentences.ts'

const levels = { breaking: 'error', dangerous: 'warning', safe: 'notice' } as const

/** Workflow commands of GitHub Actions: an annotation for each place that a change affects. */
export function toAnnotations(impact: Impact): string {
  const { changes, newRootFields, broken, brokenLists, verdict } = impact
  const lines = [
    ...changes.flatMap((change) =>
      change.places.map((place) => annotation(levels[change.class], `Schema: ${change.class}`, change.message, place)),
    ),
    ...broken.flatMap(({ name, problems }) =>
      problems.map(({ message, place }) => annotation('error', `${name} is invalid`, message, place)),
    ),
    ...brokenLists.flatMap(({ problems, ...list }) =>
      problems.map(({ message, place }) => annotation('error', `Invalid ${listTitle(list)}`, message, place)),
    ),
    ...newRootFields.map((field) => annotation('notice', 'New root field', rootFieldText(field))),
    annotation(
      verdict === 'nothing' ? 'notice' : levels[verdict],
      'Schema changes',
      `${verdictText(impact)} ${validText(impact)} ${bumpText(impact.bump)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function annotation(level: string, title: string, message: string, place?: Place): string {
  const where = place ? `file=${property(place.file)},line=${place.line},col=${place.column},` : ''
  return `::${level} ${where}title=${property(title)}::${data(message)}`
}

/** Escaped like GitHub's own toolkit does it. */
const data = (text: string): string =>
  cut(text, maxLength)
    .split(/\r?\n/)
    .map((line) => brief(line, maxLength).replaceAll('%', '%25'))
    .join('%0A')

/** GitHub truncates annotations at 4,096 bytes. */
const maxLength = 1000

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
