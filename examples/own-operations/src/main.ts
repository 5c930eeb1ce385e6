// Operations of one's own: `npx graphql-codegen`, and then this.
import { isLabelboxError, Labelbox, parseDates } from 'labelbox-org'
import { NewestMembersDocument } from './generated.ts'

// The key is that of LABELBOX_API_KEY.
const labelbox = new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'] })

try {
  const data = await labelbox.execute(NewestMembersDocument, { first: 3 })
  for (const { email, createdAt, orgRole } of parseDates(NewestMembersDocument, data).organization?.users ?? []) {
    console.log(
      email,
      orgRole?.name ?? 'roles in projects',
      createdAt?.toLocaleDateString('en-GB', { timeZone: 'UTC' }),
    )
  }
} catch (error) {
  if (!isLabelboxError(error)) throw error
  console.error(error.message, error.requestId)
}
