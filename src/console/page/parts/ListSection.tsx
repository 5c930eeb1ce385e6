import { Plus, type LucideIcon } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import type { ListSource } from '../data/listSource.ts'
import { ordered, type ListChoices, type ListFilters, type OrderKeys } from '../data/useListFilters.ts'
import { Button } from './Button.tsx'
import { DataTable, type TableColumn } from './DataTable.tsx'
import { EmptyState } from './EmptyState.tsx'
import { ExportButton } from './ExportButton.tsx'
import { ListCount } from './ListCount.tsx'
import { ListToolbar } from './ListToolbar.tsx'
import { PageHeader } from './PageHeader.tsx'
import type { RowAction } from './rowActions.ts'
import { RowMenu } from './RowMenu.tsx'

/** Properties of {@link ListSection}. */
export interface ListSectionProps<Row extends { readonly id: string }, Of extends ListChoices> {
  readonly title: string
  /** Whether it is a part of a place, with a heading of its own. Default: it is the whole place. */
  readonly isPart?: boolean
  /** What the table is called, and in lower case its CSV. Default: the title. */
  readonly name?: string
  /** What the rows are: singular and plural. */
  readonly nouns: readonly [one: string, many: string]
  readonly icon: LucideIcon
  readonly list: ListSource<Row>
  readonly filters: ListFilters<Of>
  readonly searchLabel: string
  /** Whether the search and the filters leave a row in. */
  readonly keeps: (row: Row) => boolean
  /** What rows are ordered by. Without it, they stay in the order of the list. */
  readonly orderKeys?: OrderKeys<Row>
  /** Whether `keeps` leaves rows out. Default: whether a filter or the search is set. */
  readonly isNarrowed?: boolean
  readonly columns: readonly TableColumn<Row>[]
  /** Default: the id. */
  readonly rowKey?: (row: Row) => string
  /** A second line of a row in narrow windows. */
  readonly summary: (row: Row) => ReactNode
  /** What the menu of a row calls it. */
  readonly rowName: (row: Row) => string
  readonly actions: (row: Row) => readonly RowAction[]
  /** Makes a new row. */
  readonly create?: { readonly label: string; readonly icon?: LucideIcon; readonly onSelect: () => void }
  /** What is to be known before the list. */
  readonly notice?: ReactNode
  /** What else there is to do, beside the filters. */
  readonly tools?: ReactNode
  /** What is shown where there is no row at all. */
  readonly empty: { readonly title: string; readonly text?: string }
}

/** A list with its search, filters, order, row menus and CSV, whatever state it is in. */
export function ListSection<Row extends { readonly id: string }, Of extends ListChoices>(
  props: ListSectionProps<Row, Of>,
) {
  const { title, isPart = false, name = title, nouns, icon: Icon, list, filters, orderKeys, columns, create } = props
  const { isNarrowed = filters.isNarrowed, rowKey = (row: Row): string => row.id } = props
  const headingId = useId()
  const narrow = (rows: readonly Row[]): readonly Row[] => {
    const kept = rows.filter(props.keeps)
    return orderKeys === undefined ? kept : ordered(kept, filters.order, orderKeys)
  }
  const shown = narrow(list.rows)
  const { icon: CreateIcon = Plus } = create ?? {}
  const count = (
    <ListCount
      nouns={nouns}
      shown={shown.length}
      read={list.rows.length}
      isComplete={list.isComplete}
      isNarrowed={isNarrowed}
    />
  )
  const buttons = (
    <>
      <ExportButton name={name.toLowerCase()} columns={columns} rows={async () => narrow(await list.all())} />
      {create !== undefined && (
        <Button kind="primary" icon={<CreateIcon size={16} aria-hidden="true" />} onClick={create.onSelect}>
          {create.label}
        </Button>
      )}
    </>
  )
  const body = (
    <>
      {props.notice}
      <ListToolbar searchLabel={props.searchLabel} filters={filters}>
        {props.tools}
      </ListToolbar>
      <DataTable
        label={name}
        rows={shown}
        columns={columns}
        rowKey={rowKey}
        order={filters.order}
        onOrder={filters.orderBy}
        isLoading={list.isLoading}
        isComplete={list.isComplete}
        onEnd={list.more}
        problem={list.problem}
        onRetry={list.more}
        summary={props.summary}
        actions={(row) => <RowMenu label={`Actions for ${props.rowName(row)}`} actions={props.actions(row)} />}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<Icon size={28} />} title={`No ${nouns[0]} matches`}>
              <Button onClick={filters.clear}>
                {Object.keys(filters.choices).length === 0 ? 'Clear the search' : 'Clear the filters'}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<Icon size={28} />} title={props.empty.title}>
              {props.empty.text}
            </EmptyState>
          )
        }
      />
    </>
  )
  if (!isPart) {
    return (
      <>
        <PageHeader title={title} actions={buttons}>
          {count}
        </PageHeader>
        {body}
      </>
    )
  }
  return (
    <section className="part" aria-labelledby={headingId}>
      <div className="card-head">
        <h2 id={headingId}>{title}</h2>
        <div className="page-actions">{buttons}</div>
      </div>
      <p className="soft">{count}</p>
      {body}
    </section>
  )
}
