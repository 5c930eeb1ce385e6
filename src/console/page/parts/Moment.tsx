const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]

/** A date: how long ago if it is within a week, otherwise the day. The whole of it is its title. */
export function Moment({
  at,
  none = 'Never',
}: {
  readonly at: string | Date | null | undefined
  readonly none?: string
}) {
  const date = at === null || at === undefined ? undefined : new Date(at)
  if (date === undefined || Number.isNaN(date.getTime())) return <span className="soft">{none}</span>
  return (
    <time dateTime={date.toISOString()} title={full.format(date)}>
      {shortDate(date)}
    </time>
  )
}

/** A date in few words. */
export function shortDate(date: Date, now = Date.now()): string {
  const ago = now - date.getTime()
  if (ago < 0 || ago >= 7 * 86_400_000) return day.format(date)
  if (ago < 60_000) return 'just now'
  const [unit, length] = units.findLast(([, each]) => ago >= each) ?? ['minute', 60_000]
  return relative.format(-Math.floor(ago / length), unit)
}
