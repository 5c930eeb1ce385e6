import { inspect } from 'node:util'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Hooks } from 'labelbox-org'
import { openTelemetry } from 'labelbox-org/opentelemetry'

/** Each has characters that JSON and URLs escape. */
export const apiKey = 'Planted"Key\\with/all%of+it'
export const email = 'Planted.Address+1@Example.com'
export const secret = 'Planted "secret" <of> the\\server & more'

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

const inspected = (text: string): string => inspect(text).slice(1, -1)

/** The planted secrets in every encoding. */
const planted = [apiKey, email, secret].flatMap((text) =>
  [text, inJson(text), inJson(inJson(text)), inspected(text), encodeURIComponent(text), encodeURI(text)].map((form) =>
    form.toLowerCase(),
  ),
)

/** The planted secrets that a text contains. */
export const leaksIn = (shown: string): readonly string[] =>
  planted.filter((form) => shown.toLowerCase().includes(form))

/** Every text form of a value and of its causes. */
export function shown(value: unknown, depth = 0): readonly string[] {
  // In a list, because JSON has no text for `undefined`.
  const plain = [inspect(value, { depth: Infinity, maxStringLength: Infinity }), JSON.stringify([value])]
  if (!(value instanceof Error) || depth > 8) return plain
  const { name, message, stack = '', cause } = value
  return [
    ...plain,
    name,
    message,
    stack,
    String(value),
    inspect(Object.entries(value), { depth: Infinity }),
    ...shown(cause, depth + 1),
  ]
}

/** Records every event that a client reports. */
export function listening() {
  const texts: string[] = []
  const keep = (...values: unknown[]): void => void texts.push(...values.flatMap((value) => shown(value)))
  const hooks: Hooks = { onRequest: keep, onResponse: keep, onRetry: keep, redactedDetails: true }
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const options = {
    hooks,
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    logLevel: 'debug',
    tracing: openTelemetry({ tracerProvider }),
  } as const
  const spans = (): readonly string[] =>
    exporter
      .getFinishedSpans()
      .flatMap(({ name, attributes, status, events, links }) => shown({ name, attributes, status, events, links }))
  return { options, heard: () => [...texts, ...spans()] }
}
