import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'wouter'

/** The place that was opened last: the title takes the focus on a change of place alone. `/` leads to the first one. */
let lastPlace = location.pathname === '/' ? '/members' : location.pathname

/** The title of a place. It takes the focus when the place is opened, so that a screen reader says where it is. */
export function PageHeader({
  title,
  children,
  actions,
  back,
}: {
  readonly title: string
  /** A sentence about the place. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** The list that this is a part of. */
  readonly back?: { readonly href: string; readonly title: string }
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const place = location.pathname
    if (lastPlace !== place) {
      heading.current?.focus({ preventScroll: true })
      window.scrollTo(0, 0)
    }
    lastPlace = place
  }, [])
  useEffect(() => {
    document.title = `${title} · Labelbox organization`
  }, [title])
  return (
    <header className="page-header">
      <div className="page-header-text">
        {back !== undefined && (
          <Link href={back.href} className="page-back">
            <ArrowLeft size={16} aria-hidden="true" /> {back.title}
          </Link>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children !== undefined && <div className="page-lead">{children}</div>}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  )
}
