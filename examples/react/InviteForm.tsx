import { GetRolesDocument } from 'labelbox-org/operations'
import { useInvite, type InviteState } from 'labelbox-org/react'
import { useId, useState } from 'react'
import { useQuery } from 'urql'
import { Problem } from './Problem.tsx'

const rolesPage = { skip: 0, first: 100 }

export function InviteForm() {
  const id = useId()
  const [roles] = useQuery({ query: GetRolesDocument, variables: rolesPage })
  const { state, invite, lookAgain } = useInvite()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('')
  const choices = roles.data?.roles ?? []

  const submit = async (): Promise<void> => {
    const end = await invite({ email, role })
    if (end.status === 'invited') setEmail('')
  }

  return (
    <section aria-labelledby="invite">
      <h2 id="invite">Invite someone</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <label htmlFor={`${id}email`}>Email</label>
        <input
          id={`${id}email`}
          type="email"
          autoComplete="off"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <label htmlFor={`${id}role`}>Role</label>
        <select id={`${id}role`} required value={role} onChange={(event) => setRole(event.target.value)}>
          <option value="">{roles.fetching ? 'Loading roles …' : 'Choose a role'}</option>
          {choices.map((role) => (
            <option key={role.id} value={role.id}>
              {role.name}
            </option>
          ))}
        </select>
        <button type="submit" aria-disabled={state.isBusy}>
          {state.isBusy ? busyWords[state.status] : 'Send invite'}
        </button>
      </form>
      {roles.error && <Problem error={roles.error} />}
      {(state.status === 'refused' || state.status === 'failed') && <Problem error={state.error} />}
      {state.status === 'unknown' && (
        <>
          <Problem error={state.error} />
          <button type="button" onClick={() => void lookAgain()}>
            Look again
          </button>
        </>
      )}
      {/* Always in the page: a screen reader announces a change in a status, not a new status. */}
      <p role="status" className="note">
        {outcomeOf(state)}
      </p>
    </section>
  )
}

const busyWords = {
  checking: 'Checking …',
  sending: 'Sending …',
  settling: 'Looking for the invite …',
}

function outcomeOf(state: InviteState): string | undefined {
  if (state.status === 'invited') return `Invited ${state.email}.`
  if (state.status === 'already-member') return `${state.email} is a member already.`
  if (state.status === 'already-invited')
    return `${state.email} has an invite already, as ${state.invite.organizationRoleName}.`
  return undefined
}
