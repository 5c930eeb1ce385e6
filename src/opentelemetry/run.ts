import { context, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api'
import { isLabelboxError, type LabelboxErrorDetails } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'

/** What a span is told of how it ended. */
interface Endings {
  resolved(span: Span, data: unknown): void
  rejected(span: Span, error: unknown): void
}

/** Runs something as the active span below `parent`, and ends the span with it. */
export async function runAs<T>(span: Span, parent: Context, endings: Endings, run: () => Promise<T>): Promise<T> {
  try {
    const data = await context.with(trace.setSpan(parent, span), run)
    endings.resolved(span, data)
    return data
  } catch (error) {
    endings.rejected(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** A call says in words why it failed. */
export const callEndings: Endings = {
  resolved: () => undefined,
  // The message of a `LabelboxError` holds nothing secret; that of another error may.
  rejected: (span, error) => fail(span, error, isLabelboxError(error) ? error.message : undefined),
}

/** A request says what answer it had. The conventions want no words where the status says it. */
export const requestEndings: Endings = {
  resolved: (span, data) => answer(span, originOf(data as object)),
  rejected: (span, error) => {
    if (isLabelboxError(error)) answer(span, error)
    fail(span, error)
  },
}

function answer(span: Span, { status, requestId }: Partial<LabelboxErrorDetails>): void {
  if (status !== undefined) span.setAttribute('http.response.status_code', status)
  // Not `http.response.header.<name>`: the id comes in one of several headers, and in which is not known here.
  if (requestId !== undefined) span.setAttribute('labelbox.request_id', requestId)
}

function fail(span: Span, error: unknown, message?: string): void {
  // Who ended it knows: the conventions count what was cancelled on purpose as no error.
  if (isLabelboxError(error, 'ABORTED')) return
  span.setAttribute('error.type', isLabelboxError(error) ? error.code : '_OTHER')
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) })
}
