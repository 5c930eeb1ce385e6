import { Route, Switch } from 'wouter'
import { MemberPage } from './MemberPage.tsx'
import { MembersPage } from './MembersPage.tsx'

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
