// Runs an operation of your own. `npx graphql-codegen` generates its document.
import { isLabelboxError, Labelbox, parseDates } from 'labelbox-org'
import { NewestMembersDocument } from './generated.ts'

// Reads the key from LABELBOX_API_KEY.
const labelbox = new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'] })

try {
  const data = await labelbox.execute(NewestMembersDocument, { first: 3 })
  for (const { email, createdAt, orgRole } of parseDates(NewestMembersDocument, data).organization?.users ?? []) {
    console.log(email, orgRole?.name ?? 'project-based', createdAt?.toLocaleDateString('en-GB', { timeZone: 'UTC' }))
  }
} catch (error) {
  if (!isLabelboxError(error)) throw error
  console.error(error.message, error.requestId)
}
