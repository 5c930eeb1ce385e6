import { lazy } from 'react'
import { Route, Switch } from 'wouter'
import { InvitesPage } from './InvitesPage.tsx'

const DuplicatesPage = lazy(() => import('./DuplicatesPage.tsx'))
const ManyPage = lazy(() => import('./many/ManyPage.tsx'))
const RunPage = lazy(() => import('./many/RunPage.tsx'))

/** The pending invites, and the pages that send many or merge duplicates. */
export default function InvitesSection() {
  return (
    <Switch>
      <Route path="/many/:id">{({ id }) => <RunPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/many">
        <ManyPage />
      </Route>
      <Route path="/duplicates">
        <DuplicatesPage />
      </Route>
      <Route>
        <InvitesPage />
      </Route>
    </Switch>
  )
}
