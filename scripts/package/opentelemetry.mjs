// Spans have the response status in both builds: client and tracing share a module within each build.
import { createRequire } from 'node:module'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import * as esm from 'labelbox-org'
import * as esmTelemetry from 'labelbox-org/opentelemetry'
import { createSandbox } from '@labelbox-org/tools/sandbox'

const require = createRequire(import.meta.url)
const kinds = { esm: [esm, esmTelemetry], cjs: [require('labelbox-org'), require('labelbox-org/opentelemetry')] }

const sandbox = await createSandbox()
try {
  for (const [kind, [{ Labelbox }, { openTelemetry }]] of Object.entries(kinds)) {
    const exporter = new InMemorySpanExporter()
    const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
    const tracing = openTelemetry({ tracerProvider })
    await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey, tracing }).getUser()
    const [request, call] = exporter.getFinishedSpans()
    if (call?.name !== 'query GetUser') throw new Error(`${kind}: the call has no span.`)
    if (request?.attributes['http.response.status_code'] !== 200)
      throw new Error(`${kind}: the span of the request has no status.`)
  }
} finally {
  await sandbox.close()
}
