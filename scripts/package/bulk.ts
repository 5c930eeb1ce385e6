// Compiled against the packed types: the methods accept rows, journal and spool.
import type { BulkReport, InviteOutcome, Organization } from 'labelbox-org'
import { diskSpool, fileJournal, inviteRows, memberRows } from 'labelbox-org/bulk'

export async function invite(organization: Organization): Promise<BulkReport<InviteOutcome>> {
  const journal = await fileJournal('people.journal')
  const report = await organization.inviteUsers(inviteRows('people.csv'), { journal, spool: await diskSpool() })
  await journal.close()
  return report
}

export const remove = (organization: Organization) => organization.removeUsers(memberRows('people.csv'))
