import { UsersDocument } from 'labelbox-org/operations'
import { useQuery } from 'urql'

export function Members() {
  const variables = { skip: 0, first: 50 }
  const [{ data, error, fetching }] = useQuery({
    query: UsersDocument,
    variables,
  })
  if (error) return <p role="alert">{error.message}</p>
  if (fetching) return <p>Loading …</p>
  return (
    <ul>
      {data?.organization?.users.map(({ id, email }) => (
        <li key={id}>{email}</li>
      ))}
    </ul>
  )
}
