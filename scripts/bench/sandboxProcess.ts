// A sandbox whose parent process asks for the number of requests, or for a new sandbox.
import { createSandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'

const options = JSON.parse(process.argv[2] ?? '{}') as SandboxOptions
let sandbox = await createSandbox(options)
process.send?.(sandbox.url)

process.on('message', (wish) => {
  if (wish === 'requests') process.send?.(sandbox.received.length)
  else void renew()
})
process.once('disconnect', () => process.exit())

async function renew(): Promise<void> {
  await sandbox.close()
  sandbox = await createSandbox(options)
  process.send?.(sandbox.url)
}
