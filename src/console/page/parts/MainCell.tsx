import type { ReactNode } from 'react'

/** The first cell of a row: what it is called, and a line about it. */
export const MainCell = ({
  icon,
  title,
  badge,
  children,
}: {
  readonly icon?: ReactNode
  readonly title: ReactNode
  /** Stands beside the title, and is never cut. */
  readonly badge?: ReactNode
  readonly children?: ReactNode
}) => (
  <div className="person">
    {icon !== undefined && (
      <span className="row-icon" aria-hidden="true">
        {icon}
      </span>
    )}
    <span className="person-text">
      <span className="cell-title">
        <span className="person-name">{title}</span>
        {badge}
      </span>
      {children !== undefined && <span className="person-email">{children}</span>}
    </span>
  </div>
)
