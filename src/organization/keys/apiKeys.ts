import {
  CreateApiKeyDocument,
  GetApiKeysDocument,
  RevokeApiKeyDocument,
  type GetApiKeysQuery,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { WithDates } from '../../core/withDates.ts'
import { originOf, rememberOrigin } from '../../core/origin.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText, objectOf } from '../../core/guards.ts'
import { present, presentChange, presentOutcome, presentList } from '../answers.ts'
import { bare, parseEmail } from '../invites/email.ts'
import { resolveRole, type RoleReference } from '../roles/roles.ts'

type Wire = NonNullable<NonNullable<GetApiKeysQuery['user']>['apiKeys']>[number]

/** What is known of an API key, which is never the key itself. */
export interface ApiKey extends WithDates<Omit<Wire, 'expiresAtEpoch'>> {
  /** `null` where the API does not say. */
  readonly expiresAt: Date | null
  /** Whether it belongs to the user whose key this client has. */
  readonly isOwn: boolean
}

/** An API key, or its id. */
export type ApiKeyReference = string | Pick<ApiKey, 'id'>

/** A key to make. */
export interface NewApiKey {
  /** What it is for. */
  readonly name: string
  /** Whose key it is to be, a member's address. Left out: the user's whose key this client has. */
  readonly email?: string | undefined
  /** What it may do, as a role or its name. Left out, that is Labelbox's affair. */
  readonly role?: RoleReference | undefined
  /** Seconds that it lives, from 60 (a minute) to 15,120,000 (25 weeks). Left out, that is Labelbox's affair. */
  readonly validitySeconds?: number | undefined
}

/** A fresh key. */
export interface CreatedApiKey {
  readonly id: string
  readonly name: string
  readonly email: string
  /**
   * The key itself, which can be had here and never again. It is not enumerable: neither `console.log`,
   * `JSON.stringify` nor a copy (`{ ...created }`) has it. Take it by its name.
   */
  readonly key: string
}

const week = 7 * 24 * 60 * 60
const validity = { min: 60, max: 25 * week }

/** The keys of the user and those of others that the user may see. */
export async function getApiKeys({ execute }: Context, options?: RequestOptions): Promise<readonly ApiKey[]> {
  const data = await execute(GetApiKeysDocument, {}, options)
  const { apiKeys, apiKeysOtherUsers } = present(data.user, 'GetApiKeys', data)
  const found = new Map<string, ApiKey>()
  for (const [keys, isOwn] of [
    [apiKeys, true],
    [apiKeysOtherUsers, false],
  ] as const) {
    for (const key of presentList(keys ?? [], 'GetApiKeys', data)) {
      if (!found.has(key.id)) found.set(key.id, toApiKey(key, isOwn))
    }
  }
  return [...found.values()]
}

function toApiKey({ expiresAtEpoch, ...key }: Wire, isOwn: boolean): ApiKey {
  return { ...withDates(key), expiresAt: toExpiry(expiresAtEpoch), isOwn }
}

/** Later than any key's end in seconds, and earlier than any in milliseconds: the year 5138, or 1973. */
const secondsEnd = 1e11

/** The end of a key's life. It should be whole seconds; text is known to be possible, and other units are. */
export function toExpiry(value: unknown): Date | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number') return null
  const date = Number.isNaN(number) ? new Date(value as string) : new Date(number * (number < secondsEnd ? 1000 : 1))
  return date.getTime() > 0 ? date : null
}

/** Makes a key. */
export async function createApiKey(
  context: Context,
  apiKey: NewApiKey,
  options?: RequestOptions,
): Promise<CreatedApiKey> {
  const operationName = 'CreateApiKey'
  const call = startCall(context, options)
  const { name, email, role, validitySeconds } = objectOf(apiKey)
  let owner: string | undefined
  const subject = {
    action: 'createApiKey',
    name,
    email,
    role: (typeof role === 'string' ? role : role?.name) ?? undefined,
  }
  const make = async (): Promise<CreatedApiKey> => {
    if (!isText(name)) throw refuse(operationName, "it needs a name, such as { name: 'Nightly export' }.")
    requireValidity(operationName, validitySeconds)
    if (role !== undefined && idOf(role) === undefined) {
      throw refuse(operationName, "role must be a role of getRoles(), or its name, such as 'LABELER'.")
    }
    owner = email === undefined ? await ownEmail(context, operationName, call) : requireEmail(operationName, email)
    const roleName = role === undefined ? undefined : await nameOf(context, role, operationName, call)
    const variables = {
      name: requireVisible(operationName, 'the name', name),
      email: owner,
      role: roleName,
      validitySeconds,
    }
    const data = await context.execute(CreateApiKeyDocument, variables, call)
    const { id, jwt } = presentChange(data.createApiKey, operationName, data)
    const created = withKey({ id, name, email: owner }, presentOutcome(isText(jwt) ? jwt : null, operationName, data))
    rememberOrigin(created, { status: undefined, requestId: undefined, ...originOf(data) })
    return created
  }
  const creating = audited(context, subject, make, ({ id }) => ({ id }))
  return unlessDryRun(creating, () => withKey({ id: 'dry-run', name: name ?? '', email: owner ?? '' }, 'dry-run'))
}

/** An accessor that is not enumerable is shown by nothing that shows objects, unless it is told to call it. */
const withKey = (plain: Omit<CreatedApiKey, 'key'>, key: string): CreatedApiKey =>
  Object.defineProperty({ ...plain }, 'key', { get: () => key, enumerable: false }) as CreatedApiKey

/** Revokes a key. */
export async function revokeApiKey(
  context: Context,
  reference: ApiKeyReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'RevokeApiKey'
  const id = idOf(reference)
  const revoking = audited(context, { action: 'revokeApiKey', id }, async () => {
    if (id === undefined) throw refuse(operationName, 'it needs an API key of getApiKeys(), or the id of one.')
    const data = await context.execute(RevokeApiKeyDocument, { id }, options)
    presentChange(data.updateApiKey, operationName, data)
    return data
  })
  await unlessDryRun(revoking, () => ({}))
}

function requireValidity(operationName: string, seconds: unknown): void {
  if (seconds === undefined) return
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= validity.min && seconds <= validity.max)
    return
  throw refuse(
    operationName,
    `validitySeconds must be a whole number from ${validity.min} (a minute) to ${validity.max} (25 weeks).`,
  )
}

function requireEmail(operationName: string, email: string): string {
  const address = isText(email) ? parseEmail(requireVisible(operationName, 'the address', bare(email))) : undefined
  if (address !== undefined) return address
  throw refuse(
    operationName,
    "the address can't be one of email. Give a member's, or leave it out for a key of your own.",
  )
}

async function ownEmail(context: Context, operationName: string, options: CallOptions): Promise<string> {
  const { email } = await context.currentUser.get(options)
  if (email !== null) return email
  throw refuse(operationName, "Labelbox does not tell the address of this key's user. Give it as email.")
}

/** The API wants a role's name here, and no id. */
async function nameOf(
  context: Context,
  reference: RoleReference,
  operationName: string,
  options: CallOptions,
): Promise<string> {
  const { name } = await resolveRole(context, reference, operationName, options)
  if (isText(name)) return name
  throw refuse(operationName, 'the role has no name, and the API takes nothing else. Choose another one.')
}
