import { print } from 'graphql'
import type { Problem } from '../schema/probe/judgement.ts'
import type { lockedDocuments, Probe, Probed } from '../schema/probe/probe.ts'
import { probeText } from '../schema/probe/probeReport.ts'
import { placeText } from '../schema/documents/definitions.ts'
import { brief, printable } from '../core/printable.ts'
import { table } from './table.ts'

/** What the API says of operations, for people: one line for each thing that is wrong with one. */
export function probeTable(probe: Probe): string {
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
    SAID: ({ message }) => message,
  })
  return `${lines}\n${probeText(probe)
    .map((line) => `${brief(line, 1000)}\n`)
    .join('')}`
}

type Row = Pick<Probed, 'verdict' | 'kind' | 'name' | 'path'> &
  Pick<Problem, 'what' | 'place'> & { readonly message: string | undefined }

/** What would be sent, as it is written. */
export const lockedText = (documents: ReturnType<typeof lockedDocuments>): string =>
  `Nothing was sent. This would have been, after the proof that each path honours both locks, without variables:\n\n${documents
    .map(({ path, document }) => `# ${path}\n${print(document).split('\n').map(printable).join('\n')}\n`)
    .join('\n')}`
