import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import { useMediaQuery } from '../../data/useMediaQuery.ts'
import { useTheme } from '../../data/theme.ts'
import type { SeatHistory } from './seatHistory.ts'

const height = 280

/** The seats over time as a chart. A table beside it says the same to those who can't see it. */
export default function SeatChart({
  history,
  limit,
}: {
  readonly history: SeatHistory
  readonly limit: number | undefined
}) {
  const frame = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  const isSystemDark = useMediaQuery('(prefers-color-scheme: dark)')
  useEffect(() => {
    const target = frame.current
    if (target === null) return undefined
    const style = getComputedStyle(target)
    const color = (name: string): string => style.getPropertyValue(name)
    const font = `12px ${style.fontFamily}`
    const axis = {
      font,
      stroke: color('--chart-text'),
      grid: { stroke: color('--chart-line'), width: 1 },
      ticks: { show: false },
    }
    const { days } = history
    const stepped = UPlot.paths.stepped?.({ align: 1 })
    const line = (label: string, stroke: string, fill?: string): UPlot.Series => ({
      label,
      stroke,
      width: 2,
      points: { show: false },
      ...(stepped && { paths: stepped }),
      ...(fill !== undefined && { fill }),
    })
    const chart = new UPlot(
      {
        width: target.clientWidth,
        height,
        cursor: { y: false, points: { show: false } },
        legend: { show: false },
        scales: { y: { range: (_, _least, most) => [0, Math.max(most, 1) * 1.08] } },
        axes: [axis, { ...axis, size: 44 }],
        series: [
          {},
          line('Members', color('--chart-1'), color('--chart-1-fill')),
          line('With pending invites', color('--chart-2')),
          ...(limit === undefined
            ? []
            : [{ ...line('Seats of the plan', color('--chart-limit')), dash: [6, 5], width: 1 }]),
        ],
      },
      [
        days.map(({ at }) => at.getTime() / 1000),
        days.map(({ members }) => members),
        days.map(({ all }) => all),
        ...(limit === undefined ? [] : [days.map(() => limit)]),
      ],
      target,
    )
    const watch = new ResizeObserver(() => chart.setSize({ width: target.clientWidth, height }))
    watch.observe(target)
    return () => {
      watch.disconnect()
      chart.destroy()
    }
  }, [history, limit, theme, isSystemDark])
  return (
    <figure className="chart">
      <div
        ref={frame}
        className="chart-frame"
        role="img"
        aria-label="Seats over time. The table below has the numbers."
      />
      <figcaption className="chart-legend">
        <span className="chart-key chart-key-1">Members</span>
        <span className="chart-key chart-key-2">With pending invites</span>
        {limit !== undefined && <span className="chart-key chart-key-limit">Seats of the plan</span>}
      </figcaption>
    </figure>
  )
}
