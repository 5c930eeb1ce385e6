import { code, escape } from '../../core/markdownText.ts'
import { prose } from '../reports/markdown.ts'
import { placeText } from '../documents/definitions.ts'
import type { Path } from './response.ts'
import { outcomeOf, type Probe, type Probed } from './probe.ts'

/** The JSON report of `schema probe`. Its members are a public contract, so they are listed one by one. */
export const probeRecord = (probe: Probe) => ({
  outcome: outcomeOf(probe),
  counts: counts(probe),
  paths: probe.proofs.map(({ path, locks, checks }) => ({ path, locksHold: locks.length === 0, locks, checks })),
  operations: probe.operations.map(({ kind, name, path, verdict, problems, reason }) => ({
    kind,
    name,
    path,
    verdict,
    problems: problems.map(({ message, subject, what, place }) => ({
      message,
      subject,
      what: what ?? null,
      place: place ? { file: place.file, line: place.line, column: place.column } : null,
    })),
    reason: reason ?? null,
  })),
  mayHaveRun: changesOf(probe).map(({ name }) => name),
})

/** Mutations that may have run although they were locked. */
export const changesOf = ({ operations }: Probe): readonly Probed[] =>
  operations.filter(({ kind, mayHaveRun }) => kind === 'mutation' && mayHaveRun.length > 0)

/** The outcome as sentences. */
export function probeText(probe: Probe): string[] {
  const { valid, invalid, unknown } = counts(probe)
  const locks = probe.proofs.flatMap(({ path, locks }) =>
    locks.map(
      (reason) => `${pathText[path]}: no further mutation was sent, because the locks are not proven. ${reason}`,
    ),
  )
  return [
    `${valid} valid, ${invalid} invalid, ${unknown} unknown. ${carriedOut(probe)}`,
    ...changesOf(probe).map(
      ({ name, mayHaveRun }) =>
        `The mutation ${name} may have run, without its variables. Check in Labelbox what ${mayHaveRun.join(' and ')} changes.`,
    ),
    ...locks,
  ]
}

function carriedOut(probe: Probe): string {
  if (changesOf(probe).length > 0) return 'Data may have changed.'
  const read = probe.operations.filter(({ mayHaveRun }) => mayHaveRun.length > 0).map(({ name }) => name)
  return read.length === 0
    ? 'Only a query for the organization ran.'
    : `Nothing changed. Some queries ran although they were locked: ${read.join(', ')}.`
}

/** The report for a pull request or an issue. */
export function probeMarkdown(probe: Probe): string {
  const odd = probe.operations.filter(({ verdict }) => verdict !== 'valid')
  const sections = [
    `## Probe of these operations: ${outcomeOf(probe)}`,
    ...probeText(probe).map(escape),
    ...(odd.length > 0 ? [odd.map(entry).join('\n')] : []),
  ]
  return `${sections.join('\n\n')}\n`
}

const entry = ({ kind, name, verdict, problems, reason }: Probed): string =>
  [
    `- **${verdict}**: ${kind} ${code(name)}${reason === undefined ? '' : `. ${escape(reason)}`}`,
    ...problems.map(({ message, place }) => `  - ${place ? `${code(placeText(place))}: ` : ''}${prose(message)}`),
  ].join('\n')

function counts({ operations }: Probe) {
  const count = (verdict: Probed['verdict']) => operations.filter((each) => each.verdict === verdict).length
  return { valid: count('valid'), invalid: count('invalid'), unknown: count('unknown') }
}

const pathText: Readonly<Record<Path, string>> = {
  public: 'The public endpoint',
  experimental: 'The experimental endpoint (/_gql)',
}
