import { neededTypes } from '../../graphcache/neededTypes.ts'
import { outcomeOf } from '../probe/probe.ts'
import { changesOf } from '../probe/probeReport.ts'
import type { Envelope } from './liveReads.ts'
import type { Fact } from './inferredFacts.ts'
import type { Verification } from './verify.ts'

/**
 * The JSON report of `schema verify`. It contains fixed phrases, names of the snapshot, numbers, and server names that
 * do not occur as values in responses: no ids, addresses, customer names or keys.
 */
export function verificationRecord({
  probe,
  mayHaveRun,
  facts,
  dependents,
  observations,
  readings,
  caps,
  envelopes,
}: Verification) {
  const { nulls, forms, ids, texts } = observations
  const name = withoutCustomerText(texts)
  return {
    probe: outcomeOf(probe),
    invalid: probe.operations
      .filter(({ verdict }) => verdict === 'invalid')
      .map((operation) => ({
        name: operation.name,
        what: [...new Set(operation.problems.map(({ what }) => what?.replaceAll(/\w+/g, name) ?? 'something'))],
      })),
    mayHaveRun: [...changesOf(probe).map((operation) => operation.name), ...mayHaveRun],
    facts: facts.map(({ mark, verdict, observed }) => ({
      coordinate: mark.coordinate,
      inferred: mark.inferred,
      line: mark.line,
      verdict,
      observed: observed?.split(', ').map(name).join(', ') ?? null,
      operations: dependents(mark),
    })),
    cacheTypes: neededTypes.map((needed) => {
      const others = [...(observations.typeNames.get(needed) ?? [])].filter((other) => other !== needed)
      const isSeen = observations.typeNames.has(needed)
      return {
        name: needed,
        verdict: !isSeen ? 'unknown' : others.length === 0 ? 'holds' : 'contradicted',
        observed: others.length === 0 ? null : others.map(name).join(', '),
      } as const
    }),
    nulls: [...nulls]
      .filter(([, { odd }]) => odd > 0)
      .map(([coordinate, { seen, odd }]) => ({ coordinate, seen, odd })),
    neverNull: [...nulls.values()].filter(({ odd }) => odd === 0).length,
    forms: [...forms].map(([type, { seen, odd }]) => ({ type, seen, odd })),
    ids: [...ids].map(([form, seen]) => ({ form, seen })),
    pages: caps.map(({ list, cap }) => ({ list, cap: cap ?? null })),
    errors: envelopes.map((envelope) => ({
      of: envelope.of,
      expected: envelope.expected,
      code: codeOf(envelope, name),
      status: envelope.status ?? null,
      members: envelope.members,
    })),
    operations: readings.map((reading) => ({ name: reading.name, outcome: reading.outcome })),
  }
}

const codeOf = ({ code }: Envelope, name: (text: string) => string): string | null =>
  code === undefined ? null : name(code)

/** Passes GraphQL names that no response contains as a value; anything else is withheld. */
const withoutCustomerText =
  (texts: ReadonlySet<string>) =>
  (text: string): string =>
    text === 'missing' || (/^[A-Za-z_]\w{0,79}$/.test(text) && !texts.has(text.toLowerCase())) ? text : '(withheld)'

/** The report to send in. */
export function verificationMarkdown(verification: Verification): string {
  const { probe, facts, cacheTypes, nulls, neverNull, forms, ids, pages, errors, operations, ...rest } =
    verificationRecord(verification)
  const { invalid, mayHaveRun } = rest
  const of = (verdict: Fact['verdict']) => facts.filter((fact) => fact.verdict === verdict)
  const sections = [
    '## Verification of the inferred schema',
    'This report contains no ids, addresses, customer names or keys: only schema names, numbers and expected values.',
    `The operations are ${probe}. ${operations.filter(({ outcome }) => outcome === 'answered').length} of ${operations.length} read-only operations returned data.`,
    lines(invalid.map(({ name, what }) => `**invalid**: \`${name}\`: ${what.map((each) => `\`${each}\``).join(', ')}`)),
    lines(mayHaveRun.map((name) => `**may have run**: \`${name}\`. Check in Labelbox what it changes.`)),
    `### Inferred facts: ${of('holds').length} confirmed, ${of('contradicted').length} contradicted, ${of('unknown').length} unknown`,
    lines(
      of('contradicted').map(
        (fact) =>
          `**contradicted**: \`${fact.coordinate}\` (${fact.inferred}): \`${fact.observed ?? ''}\`${ofOperations(fact)}`,
      ),
    ),
    lines(of('unknown').map((fact) => `unknown: \`${fact.coordinate}\` (${fact.inferred})${ofOperations(fact)}`)),
    '### Type names that the rules of `labelbox-org/graphcache` need',
    lines(
      cacheTypes.map(({ name, verdict, observed }) =>
        verdict === 'contradicted'
          ? `**contradicted**: \`${name}\`: \`${observed ?? ''}\``
          : `\`${name}\`: ${verdict === 'holds' ? 'as expected' : 'unknown: no response has one'}`,
      ),
    ),
    `### Null\n\n${neverNull} observed non-null fields were never null.`,
    lines(
      nulls.map(({ coordinate, seen, odd }) => `**contradicted**: \`${coordinate}\` was null ${odd} of ${seen} times`),
    ),
    '### Forms',
    lines(
      forms.map(
        ({ type, seen, odd }) => `\`${type}\`: ${odd === 0 ? 'as expected' : `**${odd} unexpected**`}, of ${seen}`,
      ),
    ),
    lines(ids.map(({ form, seen }) => `id: ${form}, ${seen} times`)),
    '### Pages',
    lines(
      pages.map(
        ({ list, cap }) =>
          `\`${list}\`: ${cap === null ? 'unknown: everything fits on one page, or no page was returned' : `at most ${cap}`}`,
      ),
    ),
    '### Errors',
    lines(
      errors.map(
        ({ of: what, expected, code, status, members }) =>
          `${what}: ${code === expected ? `\`${code}\`, as expected` : `\`${code ?? 'no code'}\`, expected \`${expected}\``}, HTTP ${status ?? 'unknown'}, with ${members.length === 0 ? 'no other members' : members.join(', ')}`,
      ),
    ),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

const lines = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join('\n')

/** What a wrong guess would break. */
const ofOperations = ({ inferred, operations }: VerifiedFact): string => {
  if (operations.length === 0) return ''
  const client = inferred === 'type of first' ? ', if a client sends page sizes as variables' : ''
  return `, used by ${operations.map((name) => `\`${name}\``).join(', ')}${client}`
}

type VerifiedFact = ReturnType<typeof verificationRecord>['facts'][number]
