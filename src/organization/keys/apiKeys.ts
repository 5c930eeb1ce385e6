import {
  CreateApiKeyDocument,
  GetApiKeysDocument,
  RevokeApiKeyDocument,
  type GetApiKeysQuery,
} from '../../../generated/operations.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { LabelboxError } from '../../core/errors.ts'
import { toExpiry } from '../../core/keyExpiry.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Context } from '../context.ts'
import { bare, parseEmail } from '../email.ts'
import { confirmed, requireChanged, requireList, requireOutcome, requireRecord, withOriginOf } from '../responses.ts'
import { resolveRole, roleNameOf, type RoleReference } from '../roles/roles.ts'
import { nothing, runChange } from '../runChange.ts'
import { requirePermitted } from './rolePermissions.ts'

type Wire = NonNullable<NonNullable<GetApiKeysQuery['user']>['apiKeys']>[number]

/** Facts about an API key, without the key itself. */
export interface ApiKey extends WithDates<Omit<Wire, 'expiresAtEpoch'>> {
  /** When the key expires, or `null` if the API does not say. */
  readonly expiresAt: Date | null
  /** Whether the key belongs to the user of this client's key. */
  readonly isOwn: boolean
}

/** An API key: a record or an id. */
export type ApiKeyReference = string | { readonly id: string }

/** Which API keys to list. */
export interface ApiKeyListOptions extends RequestOptions {
  /** Lists expired keys too. Default: `false`, as in Labelbox's own SDK. */
  readonly includeExpired?: boolean | undefined
}

/** An API key to create. */
export interface NewApiKey {
  /** What the key is for. */
  readonly name: string
  /** Email address of the member who will own the key. Default: the user of this client's key. */
  readonly email?: string | undefined
  /** Role of the key: a role or its name. Default: decided by Labelbox. */
  readonly role?: RoleReference | undefined
  /** Lifetime in seconds, from 60 (a minute) to 15,120,000 (25 weeks). Default: decided by Labelbox. */
  readonly validitySeconds?: number | undefined
}

/** A new API key, with the key itself. */
export interface CreatedApiKey {
  readonly id: string
  readonly name: string
  readonly email: string
  /**
   * The key itself. Labelbox shows it this once. The property is not enumerable, so `console.log`, `JSON.stringify` and
   * copies (`{ ...created }`) leave it out. Read it by name.
   */
  readonly key: string
}

const week = 7 * 24 * 60 * 60
const validity = { min: 60, max: 25 * week }

export async function getApiKeys(
  context: Context,
  { includeExpired = false, ...call }: ApiKeyListOptions & CallOptions,
): Promise<readonly ApiKey[]> {
  const keys = await allKeys(context, call)
  const now = Date.now()
  return includeExpired ? keys : keys.filter(({ expiresAt }) => expiresAt === null || expiresAt.getTime() > now)
}

/** Finds a key in the list of all keys, as the API has no request for one key. */
export async function getApiKey(context: Context, reference: ApiKeyReference, call: CallOptions): Promise<ApiKey> {
  const operationName = 'GetApiKeys'
  const id = requireKey(operationName, reference)
  const found = (await allKeys(context, call)).find((key) => key.id === id)
  if (found !== undefined) return found
  throw new LabelboxError({
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} found no API key with that id. getApiKeys({ includeExpired: true }) lists your keys, and those of others that your role may see. The id of a key is not the key itself.`,
  })
}

async function allKeys({ execute }: Context, call: CallOptions): Promise<readonly ApiKey[]> {
  const data = await execute(GetApiKeysDocument, {}, call)
  const { apiKeys, apiKeysOtherUsers } = requireRecord(data.user, 'GetApiKeys', data)
  const found = new Map<string, ApiKey>()
  for (const [keys, isOwn] of [
    [apiKeys, true],
    [apiKeysOtherUsers, false],
  ] as const) {
    for (const { expiresAtEpoch, ...key } of requireList(keys ?? [], 'GetApiKeys', data)) {
      if (!found.has(key.id)) found.set(key.id, { ...withDates(key), expiresAt: toExpiry(expiresAtEpoch), isOwn })
    }
  }
  return [...found.values()]
}

export function createApiKey(context: Context, apiKey: NewApiKey, options: CallOptions): Promise<CreatedApiKey> {
  const operationName = 'CreateApiKey'
  const { name, email, role, validitySeconds } = objectOf(apiKey)
  return runChange(context, options, {
    subject: { action: 'createApiKey', name, email, role: roleNameOf(role) },
    prepare: async (call) => {
      if (!isText(name)) throw refuse(operationName, "it needs a name, such as { name: 'Nightly export' }.")
      requireValidity(operationName, validitySeconds)
      if (role !== undefined && idOf(role) === undefined) {
        throw refuse(operationName, "role must be a role of getRoles(), or its name, such as 'LABELER'.")
      }
      const owner =
        email === undefined ? await ownEmail(context, operationName, call) : requireEmail(operationName, email)
      const roleName = role === undefined ? undefined : await roleNameFor(context, role, operationName, call)
      return { name: requireVisible(operationName, 'the name', name), email: owner, role: roleName, validitySeconds }
    },
    send: async (variables, call) => {
      const data = await context.execute(CreateApiKeyDocument, variables, call)
      const { id, jwt } = requireChanged(data.createApiKey, operationName, data)
      const key = requireOutcome(isText(jwt) ? jwt : null, operationName, data)
      return withOriginOf(data, withKey({ id, name: variables.name, email: variables.email }, key))
    },
    planned: (variables) => withKey({ id: 'dry-run', name: variables.name, email: variables.email }, 'dry-run'),
    details: ({ id }) => ({ id }),
  })
}

/** A getter that is not enumerable: loggers neither list it nor call it unasked. */
const withKey = (plain: Omit<CreatedApiKey, 'key'>, key: string): CreatedApiKey =>
  Object.defineProperty({ ...plain }, 'key', { get: () => key, enumerable: false }) as CreatedApiKey

export async function revokeApiKey(context: Context, reference: ApiKeyReference, options: CallOptions): Promise<void> {
  const operationName = 'RevokeApiKey'
  await runChange(context, options, {
    subject: { action: 'revokeApiKey', id: idOf(reference) },
    prepare: () => requireKey(operationName, reference),
    send: (id, call) =>
      confirmed(context.execute(RevokeApiKeyDocument, { id }, call), (data) =>
        requireChanged(data.updateApiKey, operationName, data),
      ),
    planned: nothing,
  })
}

function requireKey(operationName: string, reference: ApiKeyReference): string {
  const id = idOf(reference)
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs an API key of getApiKeys(), or its id.')
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
  throw refuse(operationName, "invalid email address. Pass a member's, or omit it to create a key for yourself.")
}

async function ownEmail(context: Context, operationName: string, call: CallOptions): Promise<string> {
  const { email } = await context.currentUser.get(call)
  if (email !== null) return email
  throw refuse(operationName, "Labelbox does not return the address of this key's user. Pass it as email.")
}

/** Returns the name of a role that the key may have. The API takes the name here, not the id. */
async function roleNameFor(
  context: Context,
  reference: RoleReference,
  operationName: string,
  call: CallOptions,
): Promise<string> {
  const role = await resolveRole(context, reference, operationName, call)
  const { name } = role
  if (!isText(name)) throw refuse(operationName, 'the role has no name, and the API needs one. Choose another role.')
  await requirePermitted(context, operationName, role, call)
  return name
}
