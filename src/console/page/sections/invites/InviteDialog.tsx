import { useState } from 'react'
import { Link } from 'wouter'
import type { NewInvite } from '../../../../organization/invites/newInvite.ts'
import { useInvite, type InviteState } from '../../../../react/index.ts'
import { refreshActivity } from '../../data/activity.ts'
import { tellOtherWindows } from '../../data/refreshing.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { say } from '../../data/outcomes.ts'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import { TextField } from '../../parts/TextField.tsx'
import { ageInDays, ageWords } from './inviteAge.ts'
import { inviteList } from './inviteList.ts'
import { chosenRoles, noRoles, type OfferedRoles } from './offeredRoles.ts'
import { RoleFields } from './RoleFields.tsx'
import { useFreeSeats } from './useSeats.ts'

const words: ProblemWordsByCode = {
  OUTCOME_UNKNOWN: {
    title: 'It is not known whether the invite was sent',
    advice:
      'The connection ended before Labelbox answered, and the invite is not in the list yet. Look again in a moment. The console sends it a second time only if you cancel here and resend it from the list.',
  },
  INVALID_INPUT: {
    title: 'This is not an email address',
    advice: 'Write one such as ada@example.com. Invisible characters from a document count as a mistake too.',
  },
}

const busyWords = {
  checking: 'Looking whether the address is known …',
  sending: 'Sending …',
  settling: 'Finding out whether it was sent …',
}

/** Sends one invite. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('')
  const [roles, setRoles] = useState<OfferedRoles>(noRoles)
  const { state, invite, lookAgain, reset } = useInvite()
  const seats = useFreeSeats()
  const chosen = chosenRoles(roles)

  const end = (state: InviteState): void => {
    inviteList.refresh()
    tellOtherWindows()
    refreshActivity()
    if (state.status !== 'invited') return
    say(`Invited ${state.email}.`)
    onClose()
  }
  const send = async (wanted: NewInvite): Promise<void> =>
    end(await invite(wanted, state.status === 'already-invited' ? { ifInvited: 'replace' } : {}))
  const confirm = async (): Promise<void> => {
    if (state.status === 'unknown') end(await lookAgain())
    else if (chosen !== undefined && email.trim() !== '') await send({ email, ...chosen })
  }

  const action =
    state.status === 'already-invited'
      ? 'Replace the invite'
      : state.status === 'unknown'
        ? 'Look again'
        : 'Send the invite'
  const hasProblem = state.status === 'refused' || state.status === 'failed' || state.status === 'unknown'
  return (
    <ChangeDialog
      title="Invite somebody"
      action={action}
      isRunning={state.isBusy}
      isReady={chosen !== undefined && email.trim() !== '' && state.status !== 'already-member'}
      problem={hasProblem ? state.error : undefined}
      words={words}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <TextField
        label="Email"
        // Of the type email, Chromium would change what is typed.
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        value={email}
        onChange={(text) => {
          setEmail(text)
          reset()
        }}
      />
      <RoleFields
        value={roles}
        onChange={(value) => {
          setRoles(value)
          if (state.status !== 'already-invited') reset()
        }}
      />
      {seats !== undefined && seats <= 0 && state.status === 'idle' && (
        <p className="note">No seat is free. Remove a member or cancel a pending invite first.</p>
      )}
      <div aria-live="polite">
        {state.isBusy && <p className="soft">{busyWords[state.status]}</p>}
        {state.status === 'already-member' && (
          <p className="note">
            <strong>{state.email}</strong> is a member already. Nothing was sent.{' '}
            <Link href={`~/members?${new URLSearchParams({ q: state.email }).toString()}`}>Show the member</Link>
          </p>
        )}
        {state.status === 'already-invited' && (
          <p className="note">
            <strong>{state.invite.inviteeEmail ?? state.email}</strong> has an invite already,{' '}
            {ageWords(ageInDays(state.invite))}, as {state.invite.organizationRoleName ?? 'no role'}. Nothing was sent.
            Replacing cancels it and sends a new one with the roles chosen here.
          </p>
        )}
      </div>
    </ChangeDialog>
  )
}
