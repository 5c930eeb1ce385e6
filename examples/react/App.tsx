import { GetOrganizationDocument } from 'labelbox-org/operations'
import { useQuery } from 'urql'
import { InviteForm } from './InviteForm.tsx'
import { Members } from './Members.tsx'
import { Problem } from './Problem.tsx'
import { Seats } from './Seats.tsx'

export function App() {
  const [{ data, error }] = useQuery({ query: GetOrganizationDocument })
  const organization = data?.organization
  return (
    <main>
      <h1>{organization?.name ?? 'Organization'}</h1>
      {error && <Problem error={error} />}
      <div className="columns">
        <Members />
        {organization && (
          <aside>
            <Seats organizationId={organization.id} />
            <InviteForm />
          </aside>
        )}
      </div>
    </main>
  )
}
