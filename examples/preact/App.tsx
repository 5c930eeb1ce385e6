/** @jsxImportSource preact */
import { useQuery } from '@urql/preact'
import { UsersDocument } from 'labelbox-org/operations'
import { toLabelboxError } from 'labelbox-org/urql'
import { useState } from 'preact/hooks'
import { ErrorText } from './ErrorText.tsx'
import { InviteForm } from './InviteForm.tsx'

const pageSize = 10

export function App() {
  const [page, setPage] = useState(0)
  // The API returns no total. One more row than the page tells whether there is a next page.
  const variables = { skip: page * pageSize, first: pageSize + 1 }
  const [{ data, error, fetching }] = useQuery({
    query: UsersDocument,
    variables,
  })
  const users = data?.organization?.users ?? []

  return (
    <>
      <h1>Members</h1>
      <ErrorText error={error && toLabelboxError(error)} />
      <ul aria-label="Members" aria-busy={fetching}>
        {users.slice(0, pageSize).map((user) => (
          <li key={user.id}>{user.email}</li>
        ))}
      </ul>
      <button disabled={page === 0} onClick={() => setPage(page - 1)}>
        Previous
      </button>
      Page {page + 1}
      <button
        disabled={fetching || users.length <= pageSize}
        onClick={() => setPage(page + 1)}
      >
        Next
      </button>
      <InviteForm />
    </>
  )
}
