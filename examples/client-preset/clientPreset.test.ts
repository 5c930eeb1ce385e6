import { resolve } from 'node:path'
import { Labelbox } from 'labelbox-org'
import { expect, it } from 'vitest'
import { filesIn, generatedIn, printedBy } from '../../test/support/examplePrograms.ts'
import { proxied } from '../../test/support/proxied.ts'
import config from './codegen.ts'
import { readFragment } from './src/gql/index.ts'
import { LatestMembersDocument, MemberFragment } from './src/latestMembers.ts'

const folder = import.meta.dirname

it('client-preset: the committed files are what npm run codegen:examples writes', async () => {
  const files = await generatedIn(folder, config)

  expect(Object.keys(files)).toHaveLength(4)
  expect(files).toEqual(await filesIn(folder, /\/gql\/.*\.ts$/))
})

it('client-preset: the program reads masked fragments', async () => {
  const { stdout, stderr } = await printedBy(resolve(folder, 'src/main.ts'))

  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toHaveLength(3)
  expect(stdout).toMatch(/^\S+@example\.com .+ (?:never|\d{4}-\d\d-\d\dT\S+)$/m)
})

it('client-preset: the proxy takes its documents as they are', async () => {
  const { endpoint, sandbox } = await proxied({ documents: [LatestMembersDocument] }, { users: 4 })
  const page = new Labelbox({ endpoint, trustedDocuments: true })

  const { organization } = await page.execute(LatestMembersDocument, { first: 2 })

  const emails = organization?.users.map((user) => readFragment(MemberFragment, user).email)
  expect(emails).toEqual([expect.stringContaining('@'), expect.stringContaining('@')])
  expect(sandbox.received.map(({ operationName }) => operationName)).toEqual(['LatestMembers'])
})
