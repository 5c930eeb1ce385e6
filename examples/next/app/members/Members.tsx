'use client'

import { useQuery } from '@urql/next'
import { UsersDocument } from 'labelbox-org/operations'
import { toLabelboxError } from 'labelbox-org/urql'
import { useState, useTransition } from 'react'
import { ErrorText } from './ErrorText'

const pageSize = 10

/** The first page is in the HTML that the server sends. */
export function Members() {
  const [page, setPage] = useState(0)
  const [isPending, startTransition] = useTransition()
  // The API returns no total. One more row than the page tells whether there is a next page.
  const variables = { skip: page * pageSize, first: pageSize + 1 }
  const [{ data, error }] = useQuery({
    query: UsersDocument,
    variables,
  })
  const users = data?.organization?.users ?? []
  const go = (step: number) =>
    startTransition(() => setPage(page + step))

  return (
    <>
      <ErrorText error={error && toLabelboxError(error)} />
      <ul aria-label="Members" aria-busy={isPending}>
        {users.slice(0, pageSize).map((user) => (
          <li key={user.id}>{user.email}</li>
        ))}
      </ul>
      <button disabled={page === 0} onClick={() => go(-1)}>
        Previous
      </button>
      Page {page + 1}
      <button
        disabled={isPending || users.length <= pageSize}
        onClick={() => go(1)}
      >
        Next
      </button>
    </>
  )
}
