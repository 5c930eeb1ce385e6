/** @jsxImportSource preact */
import { useClient } from '@urql/preact'
import { createInviting } from 'labelbox-org/inviting'
import { useSyncExternalStore } from 'preact/compat'
import { useMemo, useState } from 'preact/hooks'
import { ErrorText } from './ErrorText.tsx'

export function InviteForm() {
  const client = useClient()
  const inviting = useMemo(() => createInviting(client), [client])
  const state = useSyncExternalStore(
    inviting.subscribe,
    inviting.getState,
  )

  const [email, setEmail] = useState('')

  async function invite() {
    const { status } = await inviting.invite({ email, role: 'LABELER' })
    if (status === 'invited') setEmail('')
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void invite()
      }}
    >
      <label>
        Email{' '}
        <input
          type="email"
          required
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      <button aria-disabled={state.isBusy}>
        {state.isBusy ? 'Inviting …' : 'Invite a labeler'}
      </button>
      <p role="status">
        {state.status === 'invited' ? `Invited ${state.email}.` : ''}
      </p>
      <ErrorText error={'error' in state ? state.error : undefined} />
    </form>
  )
}
