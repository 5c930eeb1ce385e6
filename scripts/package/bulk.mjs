// The bulk methods, whose code loads on the first call, and `labelbox-org/bulk`, through import and require.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as esmMain from 'labelbox-org'
import * as esm from 'labelbox-org/bulk'
import { createSandbox } from '@labelbox-org/tools/sandbox'

const require = createRequire(import.meta.url)
const ways = [
  [esmMain, esm],
  [require('labelbox-org'), require('labelbox-org/bulk')],
]
const sandbox = await createSandbox({ invites: 0 })
writeFileSync('people.csv', 'email,role\nada@example.com,LABELER\ngrace@example.com,REVIEWER\n')

for (const [{ Labelbox }, { diskSpool, fileJournal, inviteRows, memberRows }] of ways) {
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  const journal = await fileJournal('people.journal')
  const spool = await diskSpool()
  const report = await organization.inviteUsers(inviteRows('people.csv'), { journal, spool })
  assert.equal(report.counts.invited, 2)
  const { counts } = await organization.removeUsers(memberRows('people.csv'))
  assert.equal(counts['not-a-member'], 2)
  spool.close()
  await journal.close()
}
await sandbox.close()
