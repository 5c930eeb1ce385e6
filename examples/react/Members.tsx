import { UsersDocument } from 'labelbox-org/operations'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Problem } from './Problem.tsx'

const pageSize = 10

export function Members() {
  const [page, setPage] = useState(0)
  // The API returns no total. One more row than the page tells whether there is a next page.
  const variables = { skip: page * pageSize, first: pageSize + 1 }
  const [{ data, error, fetching }] = useQuery({ query: UsersDocument, variables })
  const users = data?.organization?.users ?? []

  return (
    <section aria-label="Members">
      {error && <Problem error={error} />}
      <table aria-busy={fetching}>
        <caption>Members</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Last login</th>
          </tr>
        </thead>
        <tbody>
          {users.slice(0, pageSize).map(({ id, name, email, lastLoginAt }) => (
            <tr key={id}>
              <td>{name ?? '–'}</td>
              <td>{email ?? '–'}</td>
              <td>{lastLoginAt === null ? 'never' : new Date(lastLoginAt).toLocaleDateString()}</td>
            </tr>
          ))}
          {users.length === 0 && !error && (
            <tr>
              <td colSpan={3}>{fetching ? 'Loading members …' : 'No members on this page.'}</td>
            </tr>
          )}
        </tbody>
      </table>
      <nav aria-label="Pages of members">
        <Step label="Previous" possible={page > 0} go={() => setPage(page - 1)} />
        <span role="status">Page {page + 1}</span>
        <Step label="Next" possible={!fetching && users.length > pageSize} go={() => setPage(page + 1)} />
      </nav>
    </section>
  )
}

interface StepProps {
  readonly label: string
  readonly possible: boolean
  readonly go: () => void
}

/** Uses `aria-disabled`, because a `disabled` button loses the keyboard focus while the next page loads. */
function Step({ label, possible, go }: StepProps) {
  return (
    <button
      type="button"
      aria-disabled={!possible}
      onClick={() => {
        if (possible) go()
      }}
    >
      {label}
    </button>
  )
}
