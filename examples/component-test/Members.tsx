import { UsersDocument } from 'labelbox-org/operations'
import { toLabelboxError } from 'labelbox-org/urql'
import { useQuery } from 'urql'

export function Members() {
  const [{ data, error, fetching }] = useQuery({
    query: UsersDocument,
    variables: { skip: 0, first: 10 },
  })
  if (fetching) return <p>Loading members …</p>
  if (error) return <p role="alert">{toLabelboxError(error).code}</p>
  return (
    <ul aria-label="Members">
      {data?.organization?.users.map((user) => (
        <li key={user.id}>{user.email}</li>
      ))}
    </ul>
  )
}
