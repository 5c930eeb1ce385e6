import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Caller } from '../resolvers/resolver.ts'
import { now, text, toId, type Row, type Store } from './store.ts'

const second = 1000
// The last second that the schema's Int can hold: the first key stays for as long as there is a field to say so.
const never = 2 ** 31 - 1

/** A key to issue. */
export interface NewKey {
  readonly name: string
  readonly userId: string
  /** Null when the owner made it. */
  readonly createdByUserId: string | null
  /** Null for that of the owner, whichever it is at the time. */
  readonly roleId: string | null
  /** What its maker may do: the key never may more. */
  readonly permissions: readonly string[]
  readonly validitySeconds: number
}

/** Only a digest is kept, as with any credential: a data file opens nothing. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Keeps the key that the sandbox was started with, in place of that of an earlier start. */
export function keepFirstKey(store: Store, key: string): void {
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

/** Makes a key: a JSON Web Token as Labelbox's are, opaque to whoever uses it. */
export function issueKey(
  store: Store,
  { validitySeconds, permissions, ...key }: NewKey,
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
  // Nobody checks the signature, as keys are looked up; a secret of its own makes each key one that can't be guessed.
  return `${unsigned}.${createHmac('sha256', randomBytes(32)).update(unsigned).digest('base64url')}`
}

/**
 * Whose key it is, unless it is unknown, revoked or expired, or its owner has left. It may do what its own role, its
 * owner's role at the moment and whoever made it all may.
 */
export function authenticate(store: Store, key: string): Caller | undefined {
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

/** The list in a JSON column; undefined for a key from before there were limits, and for the first one. */
const listIn = (row: Row, column: string): readonly string[] | undefined =>
  row[column] == null ? undefined : (JSON.parse(text(row, column)) as string[])
