// Runs an operation that the preset `client` typed, with the client's retries, deadline and errors.
import { isLabelboxError, Labelbox } from 'labelbox-org'
import { readFragment } from './gql/index.ts'
import { LatestMembersDocument, MemberFragment } from './latestMembers.ts'

// Reads the key from LABELBOX_API_KEY.
const labelbox = new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'] })

try {
  const { organization } = await labelbox.execute(LatestMembersDocument, { first: 3 })
  for (const user of organization?.users ?? []) {
    const { email, lastLoginAt, orgRole } = readFragment(MemberFragment, user)
    console.log(email, orgRole?.name ?? 'project-based', lastLoginAt ?? 'never')
  }
} catch (error) {
  if (!isLabelboxError(error)) throw error
  console.error(error.message, error.requestId)
}
