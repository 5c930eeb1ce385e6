import { History } from 'lucide-react'
import { useState } from 'react'
import type { ActivityOutcome, ActivityRecord } from '../../../server/activityLog.ts'
import { useActivity } from '../../data/activity.ts'
import { Badge, type Tone } from '../../parts/Badge.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { changeWords } from './changeWords.ts'

const outcomes: Readonly<Record<ActivityOutcome, readonly [label: string, tone: Tone]>> = {
  running: ['Under way', 'neutral'],
  done: ['Done', 'good'],
  refused: ['Refused', 'bad'],
  unknown: ['Unknown', 'warn'],
}

const columns: readonly TableColumn<ActivityRecord>[] = [
  {
    id: 'change',
    title: 'Change',
    width: 'minmax(0, 2.4fr)',
    csv: (record) => changeWords(record),
    cell: (record) => (
      <span className="person-text">
        <span className="person-name">{changeWords(record)}</span>
        <span className="person-email">{record.subject ?? ''}</span>
      </span>
    ),
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: 'minmax(0, 1fr)',
    csv: ({ outcome }) => outcome,
    cell: ({ outcome, code }) => (
      <span className="stack">
        <Badge tone={outcomes[outcome][1]}>{outcomes[outcome][0]}</Badge>
        {code !== undefined && <code className="soft">{code}</code>}
      </span>
    ),
  },
  {
    id: 'at',
    title: 'When',
    width: 'minmax(0, 1fr)',
    from: 'medium',
    csv: ({ at }) => at,
    cell: ({ at }) => <Moment at={at} />,
  },
  {
    id: 'request',
    title: 'Request id',
    width: 'minmax(0, 1.4fr)',
    from: 'wide',
    csv: ({ requestId }) => requestId,
    cell: ({ requestId }) => <code className="soft cut">{requestId ?? ''}</code>,
  },
]

/** What the CSV has besides. */
const exported: readonly TableColumn<ActivityRecord>[] = [
  ...columns,
  { id: 'subject', title: 'Subject', csv: ({ subject }) => subject },
  { id: 'role', title: 'Role', csv: ({ details }) => details['role'] },
  { id: 'project', title: 'Project', csv: ({ details }) => details['project'] },
  { id: 'code', title: 'Code', csv: ({ code }) => code },
]

/** What was changed since the console was started. */
export default function ActivitySection() {
  const { records } = useActivity()
  const [outcome, setOutcome] = useState<ActivityOutcome | 'all'>('all')
  const shown = (records ?? []).filter((record) => outcome === 'all' || record.outcome === outcome)
  return (
    <>
      <PageHeader title="Activity" actions={<ExportButton name="activity" columns={exported} rows={shown} />}>
        Every change that was made in this console since it was started, in all its windows. Export it before you stop
        the console.
      </PageHeader>
      <div className="toolbar">
        <Choice
          label="Outcome"
          isLabelHidden
          value={outcome}
          options={[
            { value: 'all', label: 'Every outcome' },
            ...(Object.keys(outcomes) as ActivityOutcome[]).map((value) => ({ value, label: outcomes[value][0] })),
          ]}
          onChange={setOutcome}
        />
      </div>
      <DataTable
        label="Activity"
        rows={shown}
        columns={columns}
        rowKey={({ id }) => id}
        isLoading={records === undefined}
        isComplete={records !== undefined}
        summary={({ at }) => <Moment at={at} />}
        empty={
          <EmptyState
            icon={<History size={28} />}
            title={outcome === 'all' ? 'Nothing was changed yet' : 'No change has this outcome'}
          >
            Whatever you change here is listed with its outcome.
          </EmptyState>
        }
      />
    </>
  )
}
