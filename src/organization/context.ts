import { LabelboxError } from '../errors.ts'
import { originOf } from '../origin.ts'
import { withDeadline, type RequestOptions } from '../transport/deadline.ts'
import type { Execute } from '../transport/execute.ts'
import type { Role } from './roles.ts'
import type { User } from './users.ts'

/** What the methods of the facade work with. */
export interface Context {
  readonly execute: Execute
  /** The user whose key it is, asked for once for each client. */
  readonly currentUser: Shared<User>
  /** The roles of the organization, asked for once for each client. */
  readonly roles: Shared<readonly Role[]>
}

/** Something that is asked for once and then known. */
export interface Shared<T> {
  get(options?: RequestOptions): Promise<T>
  /** Forgets what is known, so that the next who asks has it anew. */
  forget(): void
}

/**
 * Loads once for all who ask. What is shared runs by itself, with the client's own time limit, and each caller only
 * waits for it: one caller's abort or impatience ends nobody else's call. A failure is not kept.
 */
export function shared<T>(operationName: string, load: () => Promise<T>): Shared<T> {
  let known: Promise<T> | undefined
  const start = (): Promise<T> => {
    const loading = load()
    known = loading
    loading.catch(() => {
      if (known === loading) known = undefined
    })
    return loading
  }
  return {
    get: ({ signal, timeoutMs = Infinity } = {}) =>
      withDeadline({ signal, timeoutMs }, operationName, () => known ?? start()),
    forget: () => (known = undefined),
  }
}

/** A part of an answer's data that may be null by the schema, and without which there is nothing to return. */
export function present<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw new LabelboxError({
    ...originOf(data),
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} failed: Labelbox answered with null and gave no reason. There is no such object, or this API key may not see it.`,
  })
}

/** A list of an answer's data; the schema's word that it is one is a reconstruction. */
export function presentList<T>(
  value: readonly T[] | null | undefined,
  operationName: string,
  data: object,
): readonly T[] {
  const list: unknown = present(value, operationName, data)
  if (Array.isArray(list)) return list as readonly T[]
  throw new LabelboxError({
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    message: `${operationName} failed: Labelbox answered with something else where a list should be.`,
  })
}

/** A refusal of ours, before anything is sent. */
export const refuse = (operationName: string, message: string): LabelboxError =>
  new LabelboxError({ code: 'INVALID_INPUT', operationName, message: `${operationName} was not sent: ${message}` })
