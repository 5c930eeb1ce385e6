import { CancelInviteDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Consequences, Fact } from '../../parts/Facts.tsx'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import { projectInvites, type ProjectInvite } from './projectMembers.ts'

const words: ProblemWordsByCode = {
  RESOURCE_NOT_FOUND: {
    title: 'This invite is not pending any more',
    advice: 'Somebody accepted or cancelled it. Close this dialog: the list is read again.',
  },
}

/** Cancels an invite from the page of a project. The invite as a whole ends. */
export function CancelProjectInviteDialog({
  invite,
  others,
  onClose,
}: {
  readonly invite: ProjectInvite
  /** Number of other projects that it offers a role in. */
  readonly others: number
  readonly onClose: () => void
}) {
  const { run, isRunning, problem } = useChange(CancelInviteDocument)
  const who = invite.inviteeEmail ?? invite.id
  const confirm = async (): Promise<void> => {
    const done = await run({ id: invite.id }, ({ cancelInvite }) => {
      confirmed(cancelInvite, 'CancelInvite')
      return `Cancelled the invite to ${who}.`
    })
    projectInvites.refresh()
    if (done !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title={`Cancel the invite to ${who}?`}
      action="Cancel the invite"
      dismissal="Keep it"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      words={words}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>The link in the email stops working. To let this person in, send a new invite.</p>
      <Consequences>
        <Fact title="Projects">
          {others === 0
            ? 'It offers a role in this project alone.'
            : `It ends for ${others.toLocaleString()} other ${others === 1 ? 'project' : 'projects'} too.`}
        </Fact>
        <Fact title="Seat">One becomes free.</Fact>
      </Consequences>
    </ChangeDialog>
  )
}
