/** How many seats were taken at a time, by what is a member or an invite today. */
export interface SeatCount {
  readonly at: Date
  readonly members: number
  /** Members and pending invites. */
  readonly all: number
}

/** The seats over time. */
export interface SeatHistory {
  /** A count for each day on which one began. */
  readonly days: readonly SeatCount[]
  /** The count at the end of each month. */
  readonly months: readonly SeatCount[]
}

interface Dated {
  readonly createdAt: string | Date | null
}

const dayMs = 86_400_000

/** Counts members and invites by the day on which they began. Those without a date count from the start. */
export function seatHistory(
  members: readonly Dated[],
  inviteDates: readonly (string | Date | null)[],
  now = new Date(),
): SeatHistory {
  const byDay = new Map<number, { members: number; invites: number }>()
  const undated = { members: 0, invites: 0 }
  const count = (at: string | Date | null, kind: 'members' | 'invites'): void => {
    const time = at === null ? NaN : new Date(at).getTime()
    if (Number.isNaN(time)) {
      undated[kind] += 1
      return
    }
    const day = Math.floor(time / dayMs)
    const counts = byDay.get(day) ?? { members: 0, invites: 0 }
    counts[kind] += 1
    byDay.set(day, counts)
  }
  for (const { createdAt } of members) count(createdAt, 'members')
  for (const date of inviteDates) count(date, 'invites')

  let { members: taken, invites } = undated
  const days: SeatCount[] = []
  for (const day of [...byDay.keys()].sort((one, other) => one - other)) {
    taken += byDay.get(day)?.members ?? 0
    invites += byDay.get(day)?.invites ?? 0
    days.push({ at: new Date(day * dayMs), members: taken, all: taken + invites })
  }
  days.push({ at: now, members: taken, all: taken + invites })
  return { days, months: monthsOf(days, now) }
}

function monthsOf(days: readonly SeatCount[], now: Date): readonly SeatCount[] {
  const [first] = days
  if (first === undefined) return []
  const months: SeatCount[] = []
  let next = 0
  for (
    let month = new Date(Date.UTC(first.at.getUTCFullYear(), first.at.getUTCMonth(), 1));
    month <= now;
    month = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1))
  ) {
    const end = Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1)
    while (next < days.length - 1 && (days[next + 1]?.at.getTime() ?? end) < end) next += 1
    const { members = 0, all = 0 } = days[next] ?? {}
    // Noon, so that every time zone shows the month.
    months.push({ at: new Date(month.getTime() + dayMs / 2), members, all })
  }
  return months
}
