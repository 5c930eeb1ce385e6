import { useState } from 'react'
import { useOrganizationChange } from '../../data/useOrganizationChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { cancelEach, cancelledWords } from './cancelEach.ts'
import type { ListedInvite } from './inviteList.ts'

const maxNamed = 8

/** Cancels one invite, or several that were selected. */
export function CancelDialog({
  invites,
  onClose,
  onCancelled,
}: {
  readonly invites: readonly ListedInvite[]
  readonly onClose: () => void
  readonly onCancelled?: () => void
}) {
  const { run, isRunning, problem } = useOrganizationChange()
  const [done, setDone] = useState(0)
  const confirm = async (): Promise<void> => {
    const isDone = await run(async (organization) => {
      const result = await cancelEach(organization, invites, setDone)
      if (invites.length === 1 && result.cancelled === 1) return `Cancelled the invite of ${nameOf(invites[0])}.`
      return cancelledWords(result)
    })
    if (!isDone) return
    onClose()
    onCancelled?.()
  }
  const more = invites.length - maxNamed
  return (
    <ChangeDialog
      title={invites.length === 1 ? 'Cancel this invite?' : `Cancel ${invites.length.toLocaleString()} invites?`}
      action={invites.length === 1 ? 'Cancel the invite' : 'Cancel the invites'}
      dismissal={invites.length === 1 ? 'Keep it' : 'Keep them'}
      isDangerous
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>The link in the mail stops working, and {invites.length === 1 ? 'a seat becomes' : 'seats become'} free.</p>
      <ul className="named-invites">
        {invites.slice(0, maxNamed).map((invite) => (
          <li key={invite.id}>
            <strong>{nameOf(invite)}</strong>{' '}
            <span className="soft">as {invite.organizationRoleName ?? 'no role'}</span>
          </li>
        ))}
        {more > 0 && <li className="soft">and {more.toLocaleString()} more</li>}
      </ul>
      {isRunning && invites.length > 1 && (
        <p className="soft" aria-live="polite">
          {done.toLocaleString()} of {invites.length.toLocaleString()}
        </p>
      )}
    </ChangeDialog>
  )
}

const nameOf = (invite: ListedInvite | undefined): string => invite?.inviteeEmail ?? invite?.id ?? ''
