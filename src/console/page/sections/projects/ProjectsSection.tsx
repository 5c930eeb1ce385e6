import { Route, Switch } from 'wouter'
import { ProjectPage } from './ProjectPage.tsx'
import { ProjectsPage } from './ProjectsPage.tsx'

/** The projects, and a page for each of them. */
export default function ProjectsSection() {
  return (
    <Switch>
      <Route path="/:id/invites">
        {({ id }) => <ProjectPage key={id} id={decodeURIComponent(id)} tab="invites" />}
      </Route>
      <Route path="/:id">{({ id }) => <ProjectPage key={id} id={decodeURIComponent(id)} tab="members" />}</Route>
      <Route>
        <ProjectsPage />
      </Route>
    </Switch>
  )
}
