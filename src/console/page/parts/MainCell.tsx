import type { ReactNode } from 'react'

/** The first cell of a row: what it is called, and a line about it. */
export const MainCell = ({
  icon,
  title,
  children,
}: {
  readonly icon?: ReactNode
  readonly title: ReactNode
  readonly children?: ReactNode
}) => (
  <div className="person">
    {icon !== undefined && (
      <span className="row-icon" aria-hidden="true">
        {icon}
      </span>
    )}
    <span className="person-text">
      <span className="person-name">{title}</span>
      {children !== undefined && <span className="person-email">{children}</span>}
    </span>
  </div>
)
