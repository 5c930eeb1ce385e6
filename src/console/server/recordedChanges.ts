import { randomUUID } from 'node:crypto'
import { isRecord } from '../../core/guards.ts'
import type { ActivityLog, ActivityRecord } from './activityLog.ts'
import { originOfUrl, type KnownNames } from './knownNames.ts'

/** An operation that the page has sent. */
export interface SentOperation {
  readonly operationName: string
  readonly kind: 'query' | 'mutation'
  readonly variables: Readonly<Record<string, unknown>>
}

/** Keeps a record of each change that passes, with its outcome, and learns the names of records. */
export class RecordedChanges {
  readonly #log: ActivityLog
  readonly #names: KnownNames
  readonly #changes = new WeakMap<Request, string>()

  constructor(log: ActivityLog, names: KnownNames) {
    this.#log = log
    this.#names = names
  }

  /** Begins the record of a change when it is known what the request asks for. Queries have none. */
  readonly note = (request: Request, operation: SentOperation): void => {
    if (operation.kind !== 'mutation') return
    // All requests of one change have one id.
    const id = request.headers.get('x-delivery-id') ?? randomUUID()
    this.#changes.set(request, id)
    if (!this.#log.has(id))
      this.#log.add({ id, at: new Date().toISOString(), ...this.#describe(operation), ...running })
  }

  /** Runs a request, and ends the record of its change. */
  async run(request: Request, handle: (request: Request) => Promise<Response>): Promise<Response> {
    const end = (ending: Ending): void => {
      const id = this.#changes.get(request)
      if (id !== undefined) this.#log.end(id, ending)
    }
    try {
      const response = await handle(request)
      const payload = await payloadOf(response)
      this.#names.learn(payload?.['data'])
      end(endingOf(response, payload))
      return response
    } catch (error) {
      end({ outcome: 'unknown', code: 'INTERNAL_SERVER_ERROR', requestId: undefined })
      throw error
    }
  }

  /** Whom and what a change is about, from its variables. Ids are shown by name where one is known. */
  #describe({ operationName, variables }: SentOperation): Pick<ActivityRecord, 'operation' | 'subject' | 'details'> {
    const named = (value: unknown): string | undefined =>
      typeof value === 'string' ? (this.#names.of(value) ?? value) : undefined
    const { data, id, userId, projectId, roleId, name, text, url, email } = variables
    const invitees = Array.isArray(data)
      ? (data as readonly unknown[]).flatMap((row) => (isRecord(row) ? [row['inviteeEmail']] : []))
      : []
    const subject =
      named(userId) ??
      named(id) ??
      named(email) ??
      (invitees.length > 1 ? `${invitees.length} people` : named(invitees[0])) ??
      [name, text].map(named).find((each) => each !== undefined) ??
      originOfUrl(url)
    const first: unknown = Array.isArray(data) ? data[0] : undefined
    const role = named(roleId) ?? (isRecord(first) ? named(first['organizationRoleId']) : undefined)
    const project = named(projectId)
    return {
      operation: operationName,
      subject,
      details: { ...(role !== undefined && { role }), ...(project !== undefined && { project }) },
    }
  }
}

type Ending = Pick<ActivityRecord, 'outcome' | 'code' | 'requestId'>

const running = { outcome: 'running', code: undefined, requestId: undefined } as const

async function payloadOf(response: Response): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const payload: unknown = await response.clone().json()
    return isRecord(payload) ? payload : undefined
  } catch {
    return undefined
  }
}

/** How a change ended, as its response says: the proxy says whether it may have been made. */
function endingOf({ headers }: Response, payload: Readonly<Record<string, unknown>> | undefined): Ending {
  const requestId = headers.get('x-request-id') ?? undefined
  const errors = payload?.['errors']
  const [error] = Array.isArray(errors) ? (errors as readonly unknown[]) : []
  if (payload !== undefined && error === undefined) return { outcome: 'done', code: undefined, requestId }
  const { code, proxy } = objectIn(objectIn(error)['extensions'])
  const mayHaveRun = objectIn(proxy)['mayHaveRun'] === true
  return { outcome: mayHaveRun ? 'unknown' : 'refused', code: typeof code === 'string' ? code : undefined, requestId }
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
