// Requests a response that decompresses to a huge body, and prints how the call ended and the memory in use.
import { connect } from '../../src/transport/connection.ts'
import { deliver } from '../../src/transport/deliver.ts'
import { GetUserDocument } from '../../generated/operations.ts'
import { isLabelboxError } from '../../src/core/errors.ts'

const [endpoint] = process.argv.slice(2)
const collect = (globalThis as { gc?: () => void }).gc
collect?.()
const before = process.memoryUsage().heapUsed
const ended: unknown = await deliver(connect({ endpoint, retry: false }), GetUserDocument, {}).catch(
  (error: unknown) => error,
)
collect?.()
const keptMB = (process.memoryUsage().heapUsed - before) / 2 ** 20
console.log(
  JSON.stringify({ code: isLabelboxError(ended) ? ended.code : 'data', keptMB, message: (ended as Error).message }),
)
