import { lazy } from 'react'
import { Route, Switch } from 'wouter'
import { MembersPage } from './MembersPage.tsx'

const MemberPage = lazy(() => import('./MemberPage.tsx'))

/** The members, and a page for each of them. */
export default function MembersSection() {
  return (
    <Switch>
      <Route path="/:id">{({ id }) => <MemberPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route>
        <MembersPage />
      </Route>
    </Switch>
  )
}
