import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { LabelboxError } from '../../../core/errors.ts'
import { useDelayed } from '../data/useDelayed.ts'
import { medium, useMediaQuery, wide } from '../data/useMediaQuery.ts'
import { Problem } from './Problem.tsx'

/** A column of a table and of its CSV. */
export interface TableColumn<Row> {
  readonly id: string
  readonly title: string
  /** Without it, the column is in the CSV alone. */
  readonly cell?: (row: Row) => ReactNode
  /** The value in the CSV. Without it, the column is not exported. */
  readonly csv?: ((row: Row) => string | number | boolean | null | undefined) | undefined
  /** The width as a track of a CSS grid. Default: `minmax(8rem, 1fr)`. */
  readonly width?: string
  /** The narrowest window that shows it. Default: every window. The first column is always shown. */
  readonly from?: 'medium' | 'wide'
  readonly isSortable?: boolean
}

/** The column by which rows are ordered. */
export interface TableOrder {
  readonly column: string
  readonly isDescending: boolean
}

/** Properties of {@link DataTable}. */
export interface DataTableProps<Row> {
  /** What the rows are, such as `Members`. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly TableColumn<Row>[]
  readonly rowKey: (row: Row) => string
  readonly order?: TableOrder
  readonly onOrder?: (order: TableOrder) => void
  /** The menu of a row. */
  readonly actions?: (row: Row) => ReactNode
  /** A second line below the first cell, where columns are hidden. */
  readonly summary?: (row: Row) => ReactNode
  readonly isLoading?: boolean
  /** Whether `rows` has all rows. Default: `true`. */
  readonly isComplete?: boolean
  /** Called when the end of the rows comes into view. */
  readonly onEnd?: () => void
  readonly problem?: LabelboxError | undefined
  readonly onRetry?: () => void
  /** What is shown without rows. */
  readonly empty: ReactNode
}

const rowHeight = 60
const narrowRowHeight = 84

/**
 * A table of any length. Only the rows in view are in the document, the window scrolls, and narrow windows show fewer
 * columns.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, rowKey, order, onOrder, actions, summary, empty, problem, onRetry, onEnd } = props
  const { isLoading = false, isComplete = true } = props
  const isMedium = useMediaQuery(medium)
  const isWide = useMediaQuery(wide)
  const columns = props.columns.filter(
    ({ cell, from }, index) =>
      cell !== undefined && (index === 0 || from === undefined || (from === 'medium' ? isMedium : isWide)),
  )
  const body = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  const height = isMedium || summary === undefined ? rowHeight : narrowRowHeight
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
    overscan: 10,
    scrollMargin: offset,
  })
  useLayoutEffect(() => {
    if (body.current !== null) setOffset(body.current.getBoundingClientRect().top + window.scrollY)
  })
  useLayoutEffect(() => virtualizer.measure(), [height, virtualizer])
  const items = virtualizer.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? -1
  const reachEnd = useEffectEvent(() => onEnd?.())
  const isAtEnd = !isComplete && !isLoading && problem === undefined && lastShown >= rows.length - 20
  useEffect(() => {
    if (isAtEnd) reachEnd()
  }, [isAtEnd, rows.length])
  const showsSkeleton = useDelayed(isLoading && rows.length === 0)

  const template = `${columns.map(({ width = 'minmax(8rem, 1fr)' }) => width).join(' ')}${actions === undefined ? '' : ' 3rem'}`
  const isEmpty = rows.length === 0 && isComplete && !isLoading && problem === undefined
  return (
    <div className="table-frame">
      <div
        role="table"
        className="table"
        aria-label={label}
        aria-rowcount={isComplete ? rows.length + 1 : -1}
        aria-busy={isLoading}
      >
        <div role="rowgroup" className="table-head">
          <div role="row" aria-rowindex={1} className="table-row" style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <Head key={column.id} column={column} order={order} onOrder={onOrder} />
            ))}
            {actions !== undefined && (
              <div role="columnheader" className="table-cell">
                <span className="visually-hidden">Actions</span>
              </div>
            )}
          </div>
        </div>
        <div
          role="rowgroup"
          ref={body}
          className="table-body"
          style={{ height: showsSkeleton ? undefined : virtualizer.getTotalSize() }}
        >
          {!showsSkeleton &&
            items.map(({ index, start, key }) => {
              const row = rows[index]
              if (row === undefined) return null
              return (
                <div
                  key={key}
                  role="row"
                  aria-rowindex={index + 2}
                  className="table-row table-row-body"
                  style={{
                    gridTemplateColumns: template,
                    height,
                    transform: `translateY(${start - virtualizer.options.scrollMargin}px)`,
                  }}
                >
                  {columns.map(({ id, cell }, number) => (
                    <div key={id} role="cell" className="table-cell">
                      {cell?.(row)}
                      {number === 0 && !isMedium && summary !== undefined && (
                        <div className="table-summary">{summary(row)}</div>
                      )}
                    </div>
                  ))}
                  {actions !== undefined && (
                    <div role="cell" className="table-cell table-actions">
                      {actions(row)}
                    </div>
                  )}
                </div>
              )
            })}
        </div>
      </div>
      {showsSkeleton && <RowSkeletons />}
      {isEmpty && !showsSkeleton && empty}
      {problem !== undefined && <Problem problem={problem} {...(onRetry && { onRetry })} />}
      {rows.length > 0 && isLoading && !isComplete && (
        <p className="table-more" aria-hidden="true">
          <span className="spinner" /> Loading more
        </p>
      )}
    </div>
  )
}

function Head<Row>({
  column,
  order,
  onOrder,
}: {
  readonly column: TableColumn<Row>
  readonly order: TableOrder | undefined
  readonly onOrder: ((order: TableOrder) => void) | undefined
}) {
  const { id, title, isSortable } = column
  if (isSortable !== true || onOrder === undefined) {
    return (
      <div role="columnheader" className="table-cell">
        {title}
      </div>
    )
  }
  const isCurrent = order?.column === id
  const isDescending = isCurrent && order.isDescending
  const Icon = isCurrent ? (isDescending ? ArrowDown : ArrowUp) : ChevronsUpDown
  return (
    <div
      role="columnheader"
      className="table-cell"
      aria-sort={isCurrent ? (isDescending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={`table-sort${isCurrent ? ' table-sort-current' : ''}`}
        onClick={() => onOrder({ column: id, isDescending: isCurrent && !isDescending })}
      >
        {title} <Icon size={14} aria-hidden="true" />
      </button>
    </div>
  )
}

const RowSkeletons = () => (
  <div aria-hidden="true">
    {Array.from({ length: 8 }, (_, index) => (
      <div key={index} className="table-skeleton">
        <span className="skeleton-disc" />
        <span className="skeleton-line" />
      </div>
    ))}
  </div>
)
