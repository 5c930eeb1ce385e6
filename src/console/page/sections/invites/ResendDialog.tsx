import { useOrganizationChange } from '../../data/useOrganizationChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { withAddresses } from './addressLocks.ts'
import { ageInDays, ageWords } from './inviteAge.ts'
import { inviteList, type ListedInvite } from './inviteList.ts'

/** Sends an invite again, with the same roles. */
export function ResendDialog({ invite, onClose }: { readonly invite: ListedInvite; readonly onClose: () => void }) {
  const { run, isRunning, problem } = useOrganizationChange()
  const email = invite.inviteeEmail ?? ''
  const confirm = async (): Promise<void> => {
    const isDone = await run(async (organization) => {
      try {
        await withAddresses([email], () => organization.resendInvite(email))
      } finally {
        inviteList.refresh()
      }
      return `Invited ${email} again.`
    })
    if (isDone) onClose()
  }
  return (
    <ChangeDialog
      title="Send the invite again?"
      action="Send again"
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        The pending invite of <strong>{email}</strong> is {ageWords(ageInDays(invite))}. It is cancelled, its link stops
        working, and a new one is sent with the same roles.
      </p>
      <p className="note-neutral">User groups are not offered again: Labelbox does not tell those of the old invite.</p>
    </ChangeDialog>
  )
}
