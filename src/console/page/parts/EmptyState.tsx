import type { ReactNode } from 'react'

/** What a list shows that has no rows: why, and what to do. */
export const EmptyState = ({
  icon,
  title,
  children,
}: {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
}) => (
  <div className="empty">
    {icon !== undefined && (
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
    )}
    <p className="empty-title">{title}</p>
    {children !== undefined && <div className="empty-text">{children}</div>}
  </div>
)
