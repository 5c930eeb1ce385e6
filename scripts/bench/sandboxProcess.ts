// A sandbox whose parent asks how many requests it has received.
import { createSandbox, type SandboxOptions } from 'labelbox-org/sandbox'

const sandbox = await createSandbox(JSON.parse(process.argv[2] ?? '{}') as SandboxOptions)
process.send?.(sandbox.url)
process.on('message', () => process.send?.(sandbox.received.length))
process.once('disconnect', () => process.exit())
