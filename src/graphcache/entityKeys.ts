import type { Data, KeyGenerator, KeyingConfig } from '@urql/exchange-graphcache'

/**
 * A record with one of these fields is stored where it was read, because its id may not be its own: memberships and
 * invites into projects may have the id of a user or project, and permissions may differ for users with one role. `jwt`
 * is an API key, which must not be stored at all: a mutation's record without a key isn't.
 */
const embedded = ['accessFrom', 'jwt', 'permissions', 'projectRoleName', 'role']

/** Every new invite may have the id `invited`, so it says nothing. */
const idOf: KeyGenerator = (record: Data) => {
  const { id } = record
  return id == null || id === 'invited' || embedded.some((field) => field in record) ? null : String(id)
}

/** One rule for all types, as most of their names are inferred; `own` goes first. */
export const entityKeys = (own: KeyingConfig): KeyingConfig =>
  new Proxy(own, { get: (_, type: string) => (Object.hasOwn(own, type) ? own[type] : idOf) })
