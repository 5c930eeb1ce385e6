/** @jsxImportSource solid-js */
import { createQuery } from '@urql/solid'
import { UsersDocument } from 'labelbox-org/operations'
import { toLabelboxError } from 'labelbox-org/urql'
import { createSignal, For } from 'solid-js'
import { ErrorText } from './ErrorText.tsx'
import { InviteForm } from './InviteForm.tsx'

const pageSize = 10

export function App() {
  const [page, setPage] = createSignal(0)
  // The API returns no total. One more row than the page tells whether there is a next page.
  const variables = () => ({
    skip: page() * pageSize,
    first: pageSize + 1,
  })
  const [members] = createQuery({ query: UsersDocument, variables })
  const users = () => members.data?.organization?.users ?? []

  return (
    <>
      <h1>Members</h1>
      <ErrorText
        error={members.error && toLabelboxError(members.error)}
      />
      <ul aria-label="Members" aria-busy={members.fetching}>
        <For each={users().slice(0, pageSize)}>
          {(user) => <li>{user.email}</li>}
        </For>
      </ul>
      <button
        disabled={page() === 0}
        onClick={() => setPage(page() - 1)}
      >
        Previous
      </button>
      Page {page() + 1}
      <button
        disabled={members.fetching || users().length <= pageSize}
        onClick={() => setPage(page() + 1)}
      >
        Next
      </button>
      <InviteForm />
    </>
  )
}
