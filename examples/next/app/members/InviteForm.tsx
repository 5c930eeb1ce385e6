'use client'

import { useInvite } from 'labelbox-org/react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ErrorText } from './ErrorText'

export function InviteForm() {
  const router = useRouter()
  const { state, invite } = useInvite()
  const [email, setEmail] = useState('')

  async function send() {
    const { status } = await invite({ email, role: 'LABELER' })
    if (status !== 'invited') return
    setEmail('')
    // Server components, such as the seats, are rendered again.
    router.refresh()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label>
        Email{' '}
        <input
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
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
