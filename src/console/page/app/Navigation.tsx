import { Link, useLocation } from 'wouter'
import { GetOrganizationDocument } from '../../../../generated/operations.ts'
import type { ConsolePlace } from '../../server/consolePlace.ts'
import { useRead } from '../data/useRead.ts'
import { sections } from './sections.tsx'

/** The organization, and where it is. */
export function Brand({ place }: { readonly place: ConsolePlace }) {
  const { data } = useRead(GetOrganizationDocument, {})
  return (
    <div className="brand">
      <img src="/icon.svg" alt="" width={28} height={28} />
      <span className="brand-text">
        <span className="brand-name">{data?.organization?.name ?? 'Organization'}</span>
        <span className="brand-place">{place.isSandbox ? 'Local sample data' : place.host}</span>
      </span>
    </div>
  )
}

/** The sections. */
export function Navigation({ onChoose }: { readonly onChoose?: () => void }) {
  const [location] = useLocation()
  return (
    <nav aria-label="Sections" className="navigation">
      {sections.map(({ path, title, icon: Icon }) => {
        const isCurrent = location === path || location.startsWith(`${path}/`)
        return (
          <Link
            key={path}
            href={path}
            className={`navigation-link${isCurrent ? ' navigation-current' : ''}`}
            aria-current={isCurrent ? 'page' : undefined}
            onClick={onChoose}
          >
            <Icon size={18} aria-hidden="true" /> {title}
          </Link>
        )
      })}
    </nav>
  )
}
