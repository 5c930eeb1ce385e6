import { isRecord } from '../../core/guards.ts'
import { rememberOrigin } from '../../core/origin.ts'
import type { CallState } from '../callState.ts'
import { holdsErrors, parsePayload } from './payload.ts'
import { requestId } from './requestId.ts'

/** An HTTP response, read to its end. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: string
}

/** The data of a response without errors, or `undefined`. It never throws. */
export function responseData({ status, headers, body }: HttpResponse, call: CallState): object | undefined {
  const payload = parsePayload(body)
  const data = payload?.['data']
  if (status < 200 || status >= 300 || !isRecord(data) || holdsErrors(payload?.['errors'])) return undefined
  const { attempts, mayHaveRun } = call
  rememberOrigin(data, { status, requestId: requestId(headers), attempts, mayHaveRun })
  return data
}
