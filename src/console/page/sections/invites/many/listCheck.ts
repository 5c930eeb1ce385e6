import { Labelbox } from '../../../../../labelbox.ts'
import type { InviteOutcome, InviteRow, RowOutcome } from '../../../../../organization/bulk/bulkTypes.ts'
import type { NewInvite } from '../../../../../organization/invites/newInvite.ts'
import { createLabelboxClient } from '../../../../../urql/index.ts'
import { watchedFetch } from '../../../data/reachability.ts'
import type { ListRow } from './inviteListText.ts'

/** A client that sends no change. */
const checking = new Labelbox({
  client: createLabelboxClient({
    endpoint: '/graphql',
    trustedDocuments: true,
    fetch: watchedFetch,
    dryRun: () => undefined,
  }),
})

/** A row, with what would happen to it. */
export interface CheckedRow {
  readonly line: number
  readonly row: InviteRow
  /** `dry-run`: it would be invited. */
  readonly outcome: RowOutcome<InviteOutcome>
}

type Roles = Omit<NewInvite, 'email'>

/** The row with its own roles, or those of the list. */
function toRow({ email, line, role, projectRoles, groups }: ListRow, roles: Roles | undefined): InviteRow {
  if (role !== undefined) return { email, line, role, projectRoles, groups }
  return { email, line, role: roles?.role ?? '', projectRoles: projectRoles ?? roles?.projectRoles, groups }
}

/**
 * Checks a list as the run itself does, and sends nothing: addresses, roles, projects, duplicates, members, pending
 * invites.
 *
 * @throws LabelboxError if the organization can't be read.
 */
export async function checkList(
  list: readonly ListRow[],
  roles: Roles | undefined,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<readonly CheckedRow[]> {
  const readable = list.filter(({ problem }) => problem === undefined)
  const rows = readable.map((row) => toRow(row, roles))
  const organization = await checking.getOrganization({ signal })
  const report = await organization.inviteUsers(rows, {
    signal,
    ifInvalid: 'skip',
    ifSeatsShort: 'fill',
    onProgress: ({ done }) => onProgress(done),
  })
  if (report.stoppedBy !== undefined) throw report.stoppedBy
  const outcomes = await report.toArray({ limit: Infinity })
  const checked = outcomes.flatMap((outcome) => {
    const row = rows[outcome.row - 1]
    return row === undefined ? [] : [{ line: row.line ?? outcome.row, row, outcome }]
  })
  const unreadable = list.flatMap(({ line, email, problem }) =>
    problem === undefined
      ? []
      : [{ line, row: { email, role: '', line }, outcome: { ...refused, row: 0, line, who: email, reason: problem } }],
  )
  return [...checked, ...unreadable].sort((one, other) => one.line - other.line)
}

const refused = { outcome: 'refused', code: 'INVALID_INPUT', id: undefined, requestId: undefined } as const
