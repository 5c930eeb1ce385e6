import { Labelbox } from 'labelbox-org'
import { diskSpool, fileJournal, inviteRows } from 'labelbox-org/bulk'

// CSV with a header: email,role and, for people of projects, projectRoles and groups.
const file = process.argv[2] ?? 'people.csv'
const organization = await new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'] }).getOrganization()

// Killed and started again, it goes on from the journal. With the spool, memory is the same for any number of rows.
await using journal = await fileJournal(`${file}.journal`)
using spool = await diskSpool()
const report = await organization.inviteUsers(inviteRows(file), { journal, spool })

console.log(report.counts)
if (report.stoppedBy) console.error('Not all had their turn:', report.stoppedBy.message)
for await (const { line, who, outcome, reason } of report) {
  if (outcome !== 'invited') console.log(`line ${line}: ${who} is ${outcome}`, reason ?? '')
}
