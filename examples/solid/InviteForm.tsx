/** @jsxImportSource solid-js */
import { useClient } from '@urql/solid'
import { createInviting } from 'labelbox-org/inviting'
import { createSignal, onCleanup } from 'solid-js'
import { ErrorText } from './ErrorText.tsx'

export function InviteForm() {
  const inviting = createInviting(useClient())
  const [state, setState] = createSignal(inviting.getState())
  onCleanup(inviting.subscribe(() => setState(inviting.getState())))

  const [email, setEmail] = createSignal('')

  async function invite() {
    const { status } = await inviting.invite({
      email: email(),
      role: 'LABELER',
    })
    if (status === 'invited') setEmail('')
  }

  const invited = () => {
    const current = state()
    return current.status === 'invited'
      ? `Invited ${current.email}.`
      : ''
  }
  const error = () => {
    const current = state()
    return 'error' in current ? current.error : undefined
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
          value={email()}
          onInput={(event) => setEmail(event.target.value)}
        />
      </label>
      <button aria-disabled={state().isBusy}>
        {state().isBusy ? 'Inviting …' : 'Invite a labeler'}
      </button>
      <p role="status">{invited()}</p>
      <ErrorText error={error()} />
    </form>
  )
}
