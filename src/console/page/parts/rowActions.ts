import type { ReactNode } from 'react'

/** What can be done with a row. */
export interface RowAction {
  readonly label: string
  readonly icon?: ReactNode
  readonly onSelect: () => void
  readonly isDangerous?: boolean
  /** Why it can't be done; it is shown and does nothing. */
  readonly refusal?: string | undefined
}

/** Properties of {@link RowMenu}. */
export interface RowMenuProps {
  readonly label: string
  readonly actions: readonly RowAction[]
}
