import { useState } from 'react'
import { isLabelboxError } from '../../../../../core/errors.ts'
import type { InviteOutcome, InviteRow } from '../../../../../organization/bulk/bulkTypes.ts'
import { Badge } from '../../../parts/Badge.tsx'
import { Button } from '../../../parts/Button.tsx'
import { Choice } from '../../../parts/Choice.tsx'
import { DataTable, type TableColumn } from '../../../parts/DataTable.tsx'
import { useFreeSeats } from '../useSeats.ts'
import type { CheckedRow } from './listCheck.ts'
import { outcomeWords } from './outcomeWords.ts'

/** Before anything is sent, nobody has refused a row. */
const previewWords = { ...outcomeWords, refused: ['Problem', 'bad'] } satisfies typeof outcomeWords

/** What would happen to each row, before anything is sent. */
export function InvitePreview({
  rows,
  onBack,
  onSend,
}: {
  readonly rows: readonly CheckedRow[]
  readonly onBack: () => void
  readonly onSend: () => Promise<void>
}) {
  const seats = useFreeSeats()
  const [shownOutcome, setShownOutcome] = useState<InviteOutcome | 'all'>('all')
  const [isSending, setIsSending] = useState(false)
  const [mistake, setMistake] = useState<string>()
  const counts = new Map<InviteOutcome, number>()
  for (const { outcome } of rows) counts.set(outcome.outcome, (counts.get(outcome.outcome) ?? 0) + 1)
  const wanted = counts.get('dry-run') ?? 0
  const shown = rows.filter(({ outcome }) => shownOutcome === 'all' || outcome.outcome === shownOutcome)
  const send = async (): Promise<void> => {
    if (isSending) return
    setIsSending(true)
    try {
      await onSend()
    } catch (error) {
      // Without the browser's database a reload could send twice.
      setMistake(
        isLabelboxError(error) ? error.message : 'Nothing was sent: this browser does not let the page store data.',
      )
      setIsSending(false)
    }
  }
  return (
    <>
      <section className="card" aria-labelledby="preview">
        <h2 id="preview">Nothing is sent yet</h2>
        <ul className="outcome-counts">
          {[...counts].map(([outcome, count]) => (
            <li key={outcome}>
              <Badge tone={previewWords[outcome][1]}>{previewWords[outcome][0]}</Badge> {count.toLocaleString()}
            </li>
          ))}
        </ul>
        {seats !== undefined && seats < wanted && (
          <p className="note">
            {seats <= 0 ? 'No seat is' : seats === 1 ? 'One seat is' : `${seats.toLocaleString()} seats are`} free for{' '}
            {wanted.toLocaleString()} people. As many as there are seats are invited, in the order of the list; you can
            resume when seats are free again.
          </p>
        )}
        {mistake !== undefined && (
          <p className="field-error" role="alert">
            {mistake}
          </p>
        )}
        <div className="dialog-actions">
          <Button onClick={onBack}>Back to the list</Button>
          <Button kind="primary" disabled={wanted === 0} isBusy={isSending} onClick={() => void send()}>
            {wanted === 1 ? 'Send 1 invite' : `Send ${wanted.toLocaleString()} invites`}
          </Button>
        </div>
      </section>
      {counts.size > 1 && (
        <div className="toolbar">
          <Choice
            label="Rows"
            isLabelHidden
            value={shownOutcome}
            options={[
              { value: 'all', label: 'Every row' },
              ...[...counts.keys()].map((value) => ({ value, label: previewWords[value][0] })),
            ]}
            onChange={setShownOutcome}
          />
        </div>
      )}
      <DataTable
        label="Rows to invite"
        rows={shown}
        columns={columns}
        rowKey={({ line, outcome }) => `${line} ${outcome.row}`}
        summary={(row) => <Result row={row} />}
        empty={null}
      />
    </>
  )
}

const columns: readonly TableColumn<CheckedRow>[] = [
  {
    id: 'email',
    title: 'Row',
    width: 'minmax(0, 1.6fr)',
    cell: ({ line, row }) => (
      <span className="person-text">
        <span className="person-name">{row.email === '' ? 'No address' : row.email}</span>
        <span className="person-email">
          Line {line} · {rolesOf(row)}
        </span>
      </span>
    ),
  },
  {
    id: 'result',
    title: 'What happens',
    width: 'minmax(0, 1.4fr)',
    from: 'medium',
    cell: (row) => <Result row={row} />,
  },
]

const Result = ({ row: { outcome } }: { readonly row: CheckedRow }) => (
  <span className="row-result">
    <Badge tone={previewWords[outcome.outcome][1]}>{previewWords[outcome.outcome][0]}</Badge>
    {outcome.reason !== undefined && (
      <span className="row-reason" title={outcome.reason}>
        {outcome.reason}
      </span>
    )}
  </span>
)

const nameOf = (reference: InviteRow['role'] | { readonly id: string }): string =>
  typeof reference === 'string' ? reference : (('name' in reference ? reference.name : undefined) ?? reference.id)

/** The roles of a row in words. */
export const rolesOf = ({ role, projectRoles = [] }: InviteRow): string =>
  [
    role === '' ? 'no role' : nameOf(role),
    ...projectRoles.map((each) => `${nameOf(each.role)} in ${nameOf(each.project)}`),
  ].join(', ')
