// `labelbox-org/bulk`: rows from a file through a journal, by import and by require.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Labelbox } from 'labelbox-org'
import * as esm from 'labelbox-org/bulk'
import { createSandbox } from 'labelbox-org/sandbox'

const cjs = createRequire(import.meta.url)('labelbox-org/bulk')
const sandbox = await createSandbox({ invites: 0 })
const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
writeFileSync('people.csv', 'email,role\nada@example.com,LABELER\ngrace@example.com,REVIEWER\n')

for (const { diskSpool, fileJournal, inviteRows } of [esm, cjs]) {
  const journal = await fileJournal('people.journal')
  const spool = await diskSpool()
  const report = await organization.inviteUsers(inviteRows('people.csv'), { journal, spool })
  assert.equal(report.counts.invited, 2)
  spool.close()
  await journal.close()
}
await sandbox.close()
