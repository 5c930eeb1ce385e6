import type { ReactNode } from 'react'
import type { ListChoices, ListFilters } from '../data/useListFilters.ts'
import { Button } from './Button.tsx'
import { Choice } from './Choice.tsx'
import { SearchInput } from './SearchInput.tsx'

/** The search box and the filters of a list. */
export function ListToolbar<Of extends ListChoices>({
  searchLabel,
  filters,
  children,
}: {
  /** What the search looks at, such as `Search by email`. */
  readonly searchLabel: string
  readonly filters: ListFilters<Of>
  /** What else there is to do. */
  readonly children?: ReactNode
}) {
  const choices = Object.entries(filters.choices)
  return (
    <div className="toolbar" role="search">
      <SearchInput label={searchLabel} value={filters.text} onChange={filters.search} />
      {choices.map(([name, { label, options }]) => (
        <Choice
          key={name}
          label={label}
          isLabelHidden
          value={filters.chosen[name] ?? null}
          options={options}
          onChange={(value) => filters.choose(name, value)}
        />
      ))}
      {choices.length > 0 && filters.isNarrowed && (
        <Button kind="quiet" onClick={filters.clear}>
          Clear
        </Button>
      )}
      {children}
    </div>
  )
}
