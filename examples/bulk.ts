import { Labelbox } from 'labelbox-org'
import { diskSpool, fileJournal, inviteRows } from 'labelbox-org/bulk'

// CSV with a header: email, role and, if needed, projectRoles, groups.
const file = process.argv[2] ?? 'people.csv'
const organization = await new Labelbox({
  endpoint: process.env['LABELBOX_ENDPOINT'],
}).getOrganization()

// With the journal, a killed run resumes when you start it again.
// With the spool, memory does not grow with the number of rows.
await using journal = await fileJournal(`${file}.journal`)
using spool = await diskSpool()
const report = await organization.inviteUsers(inviteRows(file), {
  journal,
  spool,
})

console.log(report.counts)
if (report.stoppedBy)
  console.error('Stopped early:', report.stoppedBy.message)
for await (const { line, who, outcome, reason } of report) {
  if (outcome !== 'invited')
    console.log(`line ${line}: ${who} is ${outcome}`, reason ?? '')
}
