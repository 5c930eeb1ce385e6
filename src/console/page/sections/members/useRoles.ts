import { GetRolesDocument, GetUserDocument } from '../../../../../generated/operations.ts'
import { useRead } from '../../data/useRead.ts'

/** A role that a member can have. */
export interface KnownRole {
  readonly id: string
  readonly name: string
  readonly description: string | null
}

/** The roles of the organization, with the broadest first, as the API lists them. */
export function useRoles(): readonly KnownRole[] {
  const { data } = useRead(GetRolesDocument, { skip: 0, first: 100 })
  return (data?.roles ?? []).flatMap(({ id, name, description }) =>
    typeof name === 'string' ? [{ id, name, description: description ?? null }] : [],
  )
}

/** The user that the API key belongs to. */
export function useOwner(): { readonly id: string; readonly email: string | null } | undefined {
  const { data } = useRead(GetUserDocument, {})
  return data?.user ?? undefined
}

/** The role of people who have roles in projects alone. */
export const isNone = (role: string | null | undefined): boolean =>
  role === null || role === undefined || role.toLowerCase() === 'none'
