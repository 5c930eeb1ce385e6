// Serves the proxy, and asks it for the documents by their ids, as a page does.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isLabelboxError, Labelbox, parseDates } from 'labelbox-org'
import { toNodeHandler } from 'labelbox-org/proxy'
import { NewestMembersDocument } from './members/newestMembers.generated.ts'
import { proxy } from './proxy.ts'
import { UrgentTagDocument } from './tags/urgentTag.generated.ts'

const server = createServer(toNodeHandler(proxy))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
const page = new Labelbox({ endpoint: `http://127.0.0.1:${port}`, trustedDocuments: true })

try {
  const data = await page.execute(NewestMembersDocument, { first: 3 })
  for (const { email, createdAt, orgRole } of parseDates(NewestMembersDocument, data).organization?.users ?? []) {
    console.log(email, orgRole?.name ?? 'project-based', createdAt?.toLocaleDateString('en-GB', { timeZone: 'UTC' }))
  }
  const { createResourceTag } = await page.execute(UrgentTagDocument, { text: 'urgent' })
  console.log(createResourceTag?.text, createResourceTag?.color)
} catch (error) {
  if (!isLabelboxError(error)) throw error
  console.error(error.message, error.requestId)
} finally {
  server.close()
}
