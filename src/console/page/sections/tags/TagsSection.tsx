import { Route, Switch } from 'wouter'
import { TagPage } from './TagPage.tsx'
import { TagsPage } from './TagsPage.tsx'

/** The tags, and a page for each of them. */
export default function TagsSection() {
  return (
    <Switch>
      <Route path="/:id">{({ id }) => <TagPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route>
        <TagsPage />
      </Route>
    </Switch>
  )
}
