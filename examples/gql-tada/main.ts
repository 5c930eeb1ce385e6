// Runs an operation that gql.tada types, with the client's retries, deadline and errors.
import { isLabelboxError, Labelbox } from 'labelbox-org'
import { graphql, readFragment } from './graphql.ts'

const MemberFragment = graphql(`
  fragment Member on User {
    email
    lastLoginAt
    orgRole {
      name
    }
  }
`)

const LatestMembersDocument = graphql(
  `
    query LatestMembers($first: PageSize) {
      organization {
        users(orderBy: lastLoginAt_DESC, first: $first) {
          ...Member
        }
      }
    }
  `,
  [MemberFragment],
)

// Reads the key from LABELBOX_API_KEY.
const labelbox = new Labelbox({
  endpoint: process.env['LABELBOX_ENDPOINT'],
})

try {
  const { organization } = await labelbox.execute(
    LatestMembersDocument,
    { first: 3 },
  )
  for (const user of organization?.users ?? []) {
    const { email, lastLoginAt, orgRole } = readFragment(
      MemberFragment,
      user,
    )
    console.log(
      email,
      orgRole?.name ?? 'project-based',
      lastLoginAt ?? 'never',
    )
  }
} catch (error) {
  if (!isLabelboxError(error)) throw error
  console.error(error.message, error.requestId)
}
