import { newAttemptId } from './attemptId.ts'
import { attemptIdHeader, type Message } from './message.ts'

/**
 * What the request of a mutation has.
 *
 * Each attempt of a mutation has its own id in `X-Attempt-Id`. A runtime that sends the request twice sends the id twice,
 * so a server can refuse the second one. The header is not `Idempotency-Key`: with that one, some clients and proxies,
 * such as Go's, send a POST again, and nothing says that Labelbox reads it.
 */
export const changeParts = ({ headers, body }: Message) => ({
  headers: { ...headers, [attemptIdHeader]: newAttemptId() },
  // A stream can be read once. It has no length, so a gateway that requires one responds with 411.
  stream: () => streamOf(body),
})

function streamOf(body: Message['body']): ReadableStream<Uint8Array> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
