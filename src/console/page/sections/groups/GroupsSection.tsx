import { Route, Switch } from 'wouter'
import { GroupPage } from './GroupPage.tsx'
import { GroupsPage } from './GroupsPage.tsx'

/** The user groups, and a page for each of them. */
export default function GroupsSection() {
  return (
    <Switch>
      <Route path="/:id">{({ id }) => <GroupPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route>
        <GroupsPage />
      </Route>
    </Switch>
  )
}
