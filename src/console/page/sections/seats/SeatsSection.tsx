import { Meter } from '@base-ui/react/meter'
import { lazy, Suspense } from 'react'
import { GetOrganizationDocument, InviteLimitDocument } from '../../../../../generated/operations.ts'
import { usePagedList } from '../../data/keptLists.ts'
import { useDelayed } from '../../data/useDelayed.ts'
import { useRead } from '../../data/useRead.ts'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { roleOf } from '../members/memberFilters.ts'
import { memberList } from '../members/memberList.ts'
import { isNone } from '../members/useRoles.ts'
import { useInviteDates } from './inviteDates.ts'
import { seatHistory, type SeatCount } from './seatHistory.ts'

const SeatChart = lazy(() => import('./SeatChart.tsx'))

const monthName = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' })

/** The seats of the plan: how many are taken, by whom, and since when. */
export default function SeatsSection() {
  const organization = useRead(GetOrganizationDocument, {})
  const organizationId = organization.data?.organization?.id
  const limit = useRead(
    InviteLimitDocument,
    { organizationId: organizationId ?? '' },
    { isPaused: organizationId === undefined },
  )
  const { rows: members, isComplete, problem, more } = usePagedList(memberList('email_ASC'), true)
  const invites = useInviteDates()
  const seats = limit.data?.invitesLimit ?? undefined
  const isLoading = seats === undefined && limit.problem === undefined && organization.problem === undefined
  const showsSkeleton = useDelayed(isLoading)
  const isReady = isComplete && invites.dates !== undefined
  const history = isReady ? seatHistory(members, invites.dates) : undefined
  const limitProblem = limit.problem ?? organization.problem
  return (
    <>
      <PageHeader
        title="Seats"
        actions={history !== undefined && <ExportButton name="seats" columns={monthColumns} rows={history.months} />}
      >
        Members and pending invites take a seat each.
      </PageHeader>
      <section className="card" aria-labelledby="plan">
        <h2 id="plan">The plan</h2>
        {showsSkeleton && <Skeleton lines={3} />}
        {limitProblem !== undefined && <Problem problem={limitProblem} onRetry={limit.refresh} />}
        {seats !== undefined && !showsSkeleton && (
          <SeatGauge used={seats.used ?? 0} limit={seats.limit ?? 0} remaining={seats.remaining ?? 0} />
        )}
      </section>
      <section className="card" aria-labelledby="over-time">
        <h2 id="over-time">Over time</h2>
        <p className="soft">
          When the people joined who are members today, and when today’s pending invites were sent. People who have left
          are not in it.
        </p>
        {problem !== undefined && <Problem problem={problem} onRetry={more} />}
        {invites.problem !== undefined && <Problem problem={invites.problem} onRetry={invites.refresh} />}
        {history === undefined && problem === undefined && invites.problem === undefined && (
          <p className="soft" aria-live="polite">
            Read {members.length.toLocaleString()} members so far.
          </p>
        )}
        {history !== undefined && (
          <>
            <Suspense fallback={<div className="chart-space" />}>
              <SeatChart history={history} limit={seats?.limit ?? undefined} />
            </Suspense>
            <details className="chart-table">
              <summary>The same as a table</summary>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Month</th>
                    <th scope="col">Members</th>
                    <th scope="col">With pending invites</th>
                  </tr>
                </thead>
                <tbody>
                  {history.months.toReversed().map(({ at, members, all }) => (
                    <tr key={at.getTime()}>
                      <th scope="row">{monthName.format(at)}</th>
                      <td>{members.toLocaleString()}</td>
                      <td>{all.toLocaleString()}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </>
        )}
      </section>
      <section className="card" aria-labelledby="by-role">
        <h2 id="by-role">By role</h2>
        {isComplete ? <RoleShares names={members.map(roleOf)} /> : <p className="soft">Once all members are read.</p>}
      </section>
    </>
  )
}

const monthColumns = [
  { id: 'at', title: 'Month', csv: ({ at }: SeatCount) => at.toISOString().slice(0, 7) },
  { id: 'members', title: 'Members', csv: ({ members }: SeatCount) => members },
  { id: 'all', title: 'With pending invites', csv: ({ all }: SeatCount) => all },
]

function SeatGauge({
  used,
  limit,
  remaining,
}: {
  readonly used: number
  readonly limit: number
  readonly remaining: number
}) {
  const tone = remaining <= 0 ? 'bad' : used >= limit * 0.9 ? 'warn' : 'good'
  return (
    <Meter.Root
      className={`gauge gauge-${tone}`}
      value={Math.min(used, limit)}
      max={Math.max(limit, 1)}
      aria-valuetext={`${used} of ${limit} seats are taken`}
    >
      <div className="gauge-numbers">
        <Meter.Label className="gauge-label">
          <strong>{used.toLocaleString()}</strong> of {limit.toLocaleString()} seats taken
        </Meter.Label>
        <span className={`gauge-rest gauge-rest-${tone}`}>
          {remaining > 0 ? `${remaining.toLocaleString()} free` : 'No seat is free'}
        </span>
      </div>
      <Meter.Track className="gauge-track">
        <Meter.Indicator className="gauge-fill" />
      </Meter.Track>
      {tone !== 'good' && (
        <p className="note">
          {remaining > 0 ? 'Nearly all seats are taken.' : 'No invite can be sent.'} Remove members who have not logged
          in for long, or cancel pending invites.
        </p>
      )}
    </Meter.Root>
  )
}

function RoleShares({ names }: { readonly names: readonly string[] }) {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const most = Math.max(1, ...counts.values())
  return (
    <ul className="shares">
      {[...counts]
        .toSorted(([, one], [, other]) => other - one)
        .map(([name, count]) => (
          <li key={name}>
            <span className="shares-name">{isNone(name) ? 'Projects only' : name}</span>
            <span className="shares-bar" aria-hidden="true">
              <span style={{ inlineSize: `${(count / most) * 100}%` }} />
            </span>
            <span className="shares-count">{count.toLocaleString()}</span>
          </li>
        ))}
    </ul>
  )
}
