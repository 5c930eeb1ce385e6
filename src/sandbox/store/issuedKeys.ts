import { createHash, createHmac, randomBytes } from 'node:crypto'
import { now, text, toId, type Row, type Store } from './store.ts'

const second = 1000
// The latest second that the schema's Int can hold.
const never = 2 ** 31 - 1

/** The owner of an API key, with the role and the permissions that the key has at the moment. */
export interface KeyOwner {
  readonly userId: string
  readonly roleId: string
  readonly permissions: readonly string[]
}

/** An API key to issue. */
export interface KeyToIssue {
  readonly name: string
  readonly userId: string
  /** Null when the owner creates it. */
  readonly createdByUserId: string | null
  /** Null for the owner's current role. */
  readonly roleId: string | null
  /** Permissions of the creator. The key never has more. */
  readonly permissions: readonly string[]
  readonly validitySeconds: number
}

/** The store keeps only digests, so a data file gives no access. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Stores the API key of this start in place of an earlier start's. */
export function storeFirstKey(store: Store, key: string): void {
  const id = toId('api-key', 0)
  const time = now()
  store.transaction(() => {
    store.run('DELETE FROM api_keys WHERE id = ? OR digest = ?', id, digestOf(key))
    store.insert('api_keys', {
      id,
      name: 'Sandbox',
      createdAt: time,
      updatedAt: time,
      revoked: 0,
      expiresAtEpoch: never,
      userId: store.fact('caller'),
      createdByUserId: null,
      roleId: null,
      digest: digestOf(key),
    })
  })
}

/** Issues a key: a JSON Web Token like Labelbox's. Clients must treat it as opaque. */
export function issueKey(
  store: Store,
  { validitySeconds, permissions, ...key }: KeyToIssue,
): { readonly id: string; readonly jwt: string } {
  const id = store.newId('api-key')
  const issuedAt = Math.floor(Date.now() / second)
  const expiresAtEpoch = issuedAt + validitySeconds
  const jwt = toJwt({
    userId: key.userId,
    organizationId: store.fact('organization'),
    apiKeyId: id,
    iat: issuedAt,
    exp: expiresAtEpoch,
  })
  const time = now()
  store.insert('api_keys', {
    id,
    ...key,
    createdAt: time,
    updatedAt: time,
    revoked: 0,
    expiresAtEpoch,
    digest: digestOf(jwt),
  })
  store.insert('api_key_limits', { keyId: id, permissions: JSON.stringify(permissions) })
  return { id, jwt }
}

function toJwt(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  // Keys are looked up, so nothing checks the signature. Its random secret makes the key impossible to guess.
  return `${unsigned}.${createHmac('sha256', randomBytes(32)).update(unsigned).digest('base64url')}`
}

/**
 * Finds the owner of a key. Undefined when the key is unknown, revoked or expired, or its owner has left. A permission
 * counts only if the key's role, the owner's current role and the key's creator all have it.
 */
export function authenticate(store: Store, key: string): KeyOwner | undefined {
  const row = store.get(
    `SELECT k."userId", coalesce(k."roleId", u."roleId") AS "roleId", r.permissions AS own, o.permissions AS owners,
       l.permissions AS makers
     FROM api_keys k JOIN users u ON u.id = k."userId" JOIN roles o ON o.id = u."roleId"
     JOIN roles r ON r.id = coalesce(k."roleId", u."roleId") LEFT JOIN api_key_limits l ON l."keyId" = k.id
     WHERE k.digest = ? AND k.revoked = 0 AND k."expiresAtEpoch" > ? AND u.deleted = 0`,
    digestOf(key),
    Date.now() / second,
  )
  if (!row) return undefined
  const [own, owners, makers] = ['own', 'owners', 'makers'].map((column) => listIn(row, column))
  const permissions = (own ?? []).filter((each) => (owners ?? []).includes(each) && (makers?.includes(each) ?? true))
  return { userId: text(row, 'userId'), roleId: text(row, 'roleId'), permissions }
}

/** The list in a JSON column. Undefined for the first key, and for keys that are older than the limits table. */
const listIn = (row: Row, column: string): readonly string[] | undefined =>
  row[column] == null ? undefined : (JSON.parse(text(row, column)) as string[])
