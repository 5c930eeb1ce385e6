import { Search, WifiOff } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link, Redirect, Route, Switch } from 'wouter'
import type { ConsolePlace } from '../../server/consolePlace.ts'
import { medium, useMediaQuery, wide } from '../data/useMediaQuery.ts'
import { useReachability } from '../data/reachability.ts'
import { EmptyState } from '../parts/EmptyState.tsx'
import { PageHeader } from '../parts/PageHeader.tsx'
import { Brand, Navigation } from './Navigation.tsx'
import { sections } from './sections.tsx'
import { ThemeChoice } from './ThemeChoice.tsx'

const JumpDialog = lazy(() => import('./JumpDialog.tsx'))
const NavigationDrawer = lazy(() => import('./NavigationDrawer.tsx'))
const Outcomes = lazy(() => import('../parts/Outcomes.tsx'))

/** Everything around a section: navigation, search, theme, and whether the server answers. */
export function Shell({ place }: { readonly place: ConsolePlace }) {
  const isWide = useMediaQuery(wide)
  const isMedium = useMediaQuery(medium)
  const [isJumping, setIsJumping] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setIsJumping(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const jump = (
    <button type="button" className="jump" onClick={() => setIsJumping(true)}>
      <Search size={16} aria-hidden="true" />
      <span>Search</span>
      <kbd aria-hidden="true">Ctrl K</kbd>
    </button>
  )
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <div className="shell">
        {isWide ? (
          <aside className="sidebar">
            <Brand place={place} />
            {jump}
            <Navigation />
            <div className="sidebar-end">
              <ThemeChoice />
            </div>
          </aside>
        ) : (
          <header className="topbar">
            <Suspense fallback={<span className="button button-icon" />}>
              <NavigationDrawer place={place} />
            </Suspense>
            <Brand place={place} />
            <button type="button" className="button button-quiet button-icon" onClick={() => setIsJumping(true)}>
              <Search size={18} aria-hidden="true" />
              <span className="visually-hidden">Search</span>
            </button>
            {isMedium && <ThemeChoice />}
          </header>
        )}
        <div className="content-frame">
          <ConnectionBanner />
          <main id="content" className="content" tabIndex={-1}>
            <Suspense fallback={null}>
              <Switch>
                <Route path="/">
                  <Redirect to="/members" replace />
                </Route>
                {sections.map(({ path, Page }) => (
                  <Route key={path} path={path} nest>
                    <Page />
                  </Route>
                ))}
                <Route>
                  <PageHeader title="Nothing is here" />
                  <EmptyState title="The address is not a page of the console">
                    <Link href="/members">Go to the members</Link>
                  </EmptyState>
                </Route>
              </Switch>
            </Suspense>
          </main>
        </div>
      </div>
      {isJumping && (
        <Suspense fallback={null}>
          <JumpDialog onClose={() => setIsJumping(false)} />
        </Suspense>
      )}
      <Suspense fallback={null}>
        <Outcomes />
      </Suspense>
    </>
  )
}

function ConnectionBanner() {
  const reachability = useReachability()
  if (reachability === 'connected') return null
  return (
    <div className="banner" role="status">
      <WifiOff size={18} aria-hidden="true" />
      {reachability === 'lost' ? (
        <span>
          <strong>The console does not answer.</strong> What you see may be out of date, and changes are not sent. It is
          asked every two seconds.
        </span>
      ) : (
        <span>
          <strong>The console was started again.</strong> Open the new address that it printed.
        </span>
      )}
    </div>
  )
}
