import { Labelbox } from 'labelbox-org'
import { diskSpool, fileJournal, inviteRows } from 'labelbox-org/bulk'

// A CSV file with the columns email and role; projectRoles and groups for project-based members.
const file = process.argv[2] ?? 'people.csv'
const organization = await new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'] }).getOrganization()

// After a crash the next run resumes from the journal. The spool keeps memory flat for any number of rows.
await using journal = await fileJournal(`${file}.journal`)
using spool = await diskSpool()
const report = await organization.inviteUsers(inviteRows(file), { journal, spool })

console.log(report.counts)
if (report.stoppedBy) console.error('Stopped early:', report.stoppedBy.message)
for await (const { line, who, outcome, reason } of report) {
  if (outcome !== 'invited') console.log(`line ${line}: ${who} is ${outcome}`, reason ?? '')
}
