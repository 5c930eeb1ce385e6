import { GetOrganizationDocument, InviteLimitDocument } from '../../../../../generated/operations.ts'
import { useRead } from '../../data/useRead.ts'

/** The seats that are free; undefined until it is known, or where the plan has no limit. */
export function useFreeSeats(): number | undefined {
  const { data } = useRead(GetOrganizationDocument, {})
  const organizationId = data?.organization?.id
  const limit = useRead(
    InviteLimitDocument,
    { organizationId: organizationId ?? '' },
    { isPaused: organizationId === undefined },
  )
  return limit.data?.invitesLimit?.remaining ?? undefined
}
