// Compiled against the packed types with the OpenTelemetry peer installed.
import { trace } from '@opentelemetry/api'
import { Labelbox } from 'labelbox-org'
import { openTelemetry } from 'labelbox-org/opentelemetry'

export const traced = (): Labelbox =>
  new Labelbox({ apiKey: 'key', tracing: openTelemetry({ tracerProvider: trace.getTracerProvider() }) })
