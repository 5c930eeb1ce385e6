import { InviteLimitDocument } from 'labelbox-org/operations'
import { useQuery } from 'urql'
import { Problem } from './Problem.tsx'

export function Seats({ organizationId }: { readonly organizationId: string }) {
  const [{ data, error }] = useQuery({ query: InviteLimitDocument, variables: { organizationId } })
  const seats = data?.invitesLimit
  return (
    <section aria-labelledby="seats">
      <h2 id="seats">Seats</h2>
      {error && <Problem error={error} />}
      <dl aria-busy={!data && !error}>
        <Count label="Used" count={seats?.used} />
        <Count label="Limit" count={seats?.limit} />
        <Count label="Remaining" count={seats?.remaining} />
      </dl>
      <p className="note">Members and pending invites take a seat each.</p>
    </section>
  )
}

function Count({ label, count }: { readonly label: string; readonly count: number | null | undefined }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{count ?? '–'}</dd>
    </div>
  )
}
