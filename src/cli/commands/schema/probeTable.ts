import { print } from 'graphql'
import type { Problem } from '../../../schema/probe/judgement.ts'
import type { lockedDocuments, Probe, Probed } from '../../../schema/probe/probe.ts'
import { probeText } from '../../../schema/probe/probeReport.ts'
import { placeText } from '../../../schema/documents/definitions.ts'
import { brief, printable } from '../../../core/printable.ts'
import type { Layout } from '../../output/table.ts'

/** The result of a probe, with a line for each problem. */
export function probeTable(probe: Probe, { table }: Layout): string {
  const rows = probe.operations.flatMap((operation): Row[] =>
    operation.problems.length > 0
      ? operation.problems.map((problem) => ({ ...operation, ...problem }))
      : [{ ...operation, what: undefined, place: undefined, message: operation.reason }],
  )
  const lines = table(rows, {
    VERDICT: ({ verdict }) => verdict,
    KIND: ({ kind }) => kind,
    OPERATION: ({ name }) => name,
    PATH: ({ path }) => path,
    WHAT: ({ what }) => what,
    AT: ({ place }) => place && placeText(place),
    MESSAGE: ({ message }) => message,
  })
  return `${lines}\n${probeText(probe)
    .map((line) => `${brief(line, 1000)}\n`)
    .join('')}`
}

type Row = Pick<Probed, 'verdict' | 'kind' | 'name' | 'path'> &
  Pick<Problem, 'what' | 'place'> & { readonly message: string | undefined }

/** The requests of a probe. */
export const lockedText = (documents: ReturnType<typeof lockedDocuments>): string =>
  `Dry run: nothing was sent. These requests would be sent without variables, once both locks are proven on each path:\n\n${documents
    .map(({ path, document }) => `# ${path}\n${print(document).split('\n').map(printable).join('\n')}\n`)
    .join('\n')}`
