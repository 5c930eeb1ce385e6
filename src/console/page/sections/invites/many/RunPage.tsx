import { Progress } from '@base-ui/react/progress'
import { Pause, Play, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import type { InviteOutcome, InviteRow, RowOutcome } from '../../../../../organization/bulk/bulkTypes.ts'
import { Badge } from '../../../parts/Badge.tsx'
import { Button } from '../../../parts/Button.tsx'
import { Choice } from '../../../parts/Choice.tsx'
import { DataTable, type TableColumn } from '../../../parts/DataTable.tsx'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import { ExportButton } from '../../../parts/ExportButton.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { Problem } from '../../../parts/Problem.tsx'
import { useFreeSeats } from '../useSeats.ts'
import { rolesOf } from './InvitePreview.tsx'
import { dropRun, isSettled, useInviteRun, type RunState, type RunStatus } from './inviteRun.ts'
import { outcomeWords } from './outcomeWords.ts'
import { forgetRun } from './runStore.ts'

const back = { href: '/many', title: 'Invite many' }

/** A row of the run with its outcome, or without one as long as it waits. */
interface RunRow {
  readonly key: string
  readonly line: number | undefined
  readonly who: string
  readonly roles: string
  readonly outcome: RowOutcome<InviteOutcome> | undefined
}

type Shown = InviteOutcome | 'waiting'

/** One list that is sent: its progress, the outcome of each row, stop and resume. */
export default function RunPage({ id }: { readonly id: string }) {
  const [state, run] = useInviteRun(id)
  const [, navigate] = useLocation()
  const [filter, setFilter] = useState<Shown | 'all'>('all')
  const seats = useFreeSeats()
  const { status, problem } = state
  const rows = useMemo(() => rowsOf(state), [state.run, state.outcomes])
  const counts = useMemo(() => {
    const found = new Map<Shown, number>()
    for (const row of rows) found.set(shownOf(row), (found.get(shownOf(row)) ?? 0) + 1)
    return found
  }, [rows])

  if (state.run === undefined) {
    return (
      <>
        <PageHeader title="Invite many" back={back} />
        {status === 'missing' && (
          <EmptyState title="This browser does not have that list">
            It was forgotten, or was sent from another browser or at another address of the console.
          </EmptyState>
        )}
      </>
    )
  }
  const total = rows.length
  const done = rows.filter(({ outcome }) => outcome !== undefined && isSettled(outcome)).length
  const unknown = counts.get('unknown') ?? 0
  const isRunning = status === 'running' || status === 'stopping'
  const shown = rows.filter((row) => filter === 'all' || shownOf(row) === filter)
  const forget = async (): Promise<void> => {
    await forgetRun(id)
    dropRun(id)
    navigate('/many')
  }
  return (
    <>
      <PageHeader
        title={`Inviting ${total.toLocaleString()} ${total === 1 ? 'person' : 'people'}`}
        back={back}
        actions={
          <>
            <ExportButton name="invite-outcomes" columns={exported} rows={rows} />
            {status === 'running' && (
              <Button icon={<Pause size={16} aria-hidden="true" />} onClick={run.stop}>
                Stop
              </Button>
            )}
            {status === 'stopped' && (
              <Button kind="primary" icon={<Play size={16} aria-hidden="true" />} onClick={() => void run.send()}>
                Resume
              </Button>
            )}
            {!isRunning && status !== 'elsewhere' && (
              <Button kind="quiet" icon={<Trash2 size={16} aria-hidden="true" />} onClick={() => void forget()}>
                Forget
              </Button>
            )}
          </>
        }
      >
        From {state.run.source}
      </PageHeader>
      <section className="card" aria-label="Progress">
        <Progress.Root className="progress" value={done} max={Math.max(total, 1)} aria-label="Settled rows">
          <Progress.Track className="gauge-track">
            <Progress.Indicator className="gauge-fill" />
          </Progress.Track>
        </Progress.Root>
        <p aria-live="polite">
          <strong>
            {done.toLocaleString()} of {total.toLocaleString()}
          </strong>{' '}
          {statusWords[status]}
          {seats !== undefined && (
            <span className="soft"> {seats <= 0 ? 'No seat is free.' : `${seats.toLocaleString()} free seats.`}</span>
          )}
        </p>
        <ul className="outcome-counts">
          {[...counts].map(([each, count]) => (
            <li key={each}>
              <Badge tone={outcomeWords[each][1]}>{outcomeWords[each][0]}</Badge> {count.toLocaleString()}
            </li>
          ))}
        </ul>
        {problem !== undefined && <Problem problem={problem} />}
        {status === 'stopped' && unknown > 0 && (
          <div className="note notice-action">
            <span>
              {unknown === 1 ? 'One invite' : `${unknown.toLocaleString()} invites`} may have been sent: the connection
              ended before the answer. Resume looks for {unknown === 1 ? 'it' : 'them'} and sends none of{' '}
              {unknown === 1 ? 'it' : 'them'} twice. If they stay unknown, you can send them again; some people may then
              get two.
            </span>
            <Button onClick={() => void run.send('resend')}>Send the unknown again</Button>
          </div>
        )}
      </section>
      {counts.size > 1 && (
        <div className="toolbar">
          <Choice
            label="Outcome"
            isLabelHidden
            value={filter}
            options={[
              { value: 'all', label: 'Every outcome' },
              ...[...counts.keys()].map((value) => ({ value, label: outcomeWords[value][0] })),
            ]}
            onChange={setFilter}
          />
        </div>
      )}
      <DataTable
        label="Outcomes"
        rows={shown}
        columns={columns}
        rowKey={({ key }) => key}
        summary={(row) => <Result row={row} />}
        empty={<EmptyState title="No row has this outcome" />}
      />
    </>
  )
}

const statusWords: Readonly<Record<RunStatus, string>> = {
  loading: '',
  missing: '',
  running: 'are settled. You can leave this page: it goes on as long as the window is open.',
  stopping: 'are settled. It stops after the request that is under way.',
  elsewhere: 'are settled. Another window sends the others.',
  stopped: 'are settled. The others were not sent, or it is not known. Resuming sends no invite twice.',
  done: 'are settled.',
}

function rowsOf({ run, outcomes }: RunState): readonly RunRow[] {
  if (run === undefined) return []
  const sent = run.rows.map((row, index) => toRow(row, index, outcomes.get(index + 1)))
  const skipped = run.skipped.map((outcome, index) => ({
    key: `skipped ${index}`,
    line: outcome.line,
    who: outcome.who,
    roles: '',
    outcome,
  }))
  return [...sent, ...skipped].sort((one, other) => (one.line ?? 0) - (other.line ?? 0))
}

const toRow = (row: InviteRow, index: number, outcome: RunRow['outcome']): RunRow => ({
  key: String(index),
  line: row.line,
  who: row.email,
  roles: rolesOf(row),
  outcome,
})

const shownOf = ({ outcome }: RunRow): Shown => outcome?.outcome ?? 'waiting'

const columns: readonly TableColumn<RunRow>[] = [
  {
    id: 'who',
    title: 'Person',
    width: 'minmax(0, 1.6fr)',
    cell: ({ who, line, roles }) => (
      <span className="person-text">
        <span className="person-name">{who === '' ? 'No address' : who}</span>
        <span className="person-email">{[`Line ${line ?? '?'}`, roles].filter((each) => each !== '').join(' · ')}</span>
      </span>
    ),
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: 'minmax(0, 1.4fr)',
    from: 'medium',
    cell: (row) => <Result row={row} />,
  },
]

/** The columns of the command's report. */
const exported: readonly TableColumn<RunRow>[] = [
  { id: 'line', title: 'line', csv: ({ line }) => line },
  { id: 'who', title: 'who', csv: ({ who }) => who },
  { id: 'outcome', title: 'outcome', csv: ({ outcome }) => outcome?.outcome },
  { id: 'code', title: 'code', csv: ({ outcome }) => outcome?.code },
  { id: 'reason', title: 'reason', csv: ({ outcome }) => outcome?.reason },
  { id: 'id', title: 'id', csv: ({ outcome }) => outcome?.id },
  { id: 'requestId', title: 'requestId', csv: ({ outcome }) => outcome?.requestId },
]

function Result({ row }: { readonly row: RunRow }) {
  const [label, tone] = outcomeWords[shownOf(row)]
  const reason = row.outcome?.code === 'USAGE_LIMIT' ? 'No seat was free.' : row.outcome?.reason
  return (
    <span className="row-result">
      <Badge tone={tone}>{label}</Badge>
      {reason !== undefined && (
        <span className="row-reason" title={reason}>
          {reason}
        </span>
      )}
    </span>
  )
}
