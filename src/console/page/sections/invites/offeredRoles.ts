import type { NewInvite } from '../../../../organization/invites/newInvite.ts'

/** A record by id, with its name for people. */
interface Named {
  readonly id: string
  readonly name: string
}

/** The roles that an invite offers, while they are chosen. */
export interface OfferedRoles {
  readonly role?: Named | undefined
  readonly projectRoles: readonly { readonly project?: Named | undefined; readonly role?: Named | undefined }[]
}

export const noRoles: OfferedRoles = { projectRoles: [] }

const isNoRole = ({ name }: Named): boolean => name.toLowerCase() === 'none'

/** The roles as an invite takes them; undefined as long as something is not chosen. */
export function chosenRoles({ role, projectRoles }: OfferedRoles): Omit<NewInvite, 'email'> | undefined {
  if (role === undefined) return undefined
  if (!isNoRole(role)) return { role }
  const chosen = projectRoles.flatMap(({ project, role: inProject }) =>
    project === undefined || inProject === undefined ? [] : [{ project, role: inProject }],
  )
  return chosen.length < projectRoles.length ? undefined : { role, projectRoles: chosen }
}
