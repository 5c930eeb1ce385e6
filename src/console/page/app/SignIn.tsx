import { KeyRound } from 'lucide-react'
import type { Session } from './browserSession.ts'

const words = {
  refused: {
    title: 'This address was used before',
    text: 'Each address signs one browser in, once. Stop the console with Ctrl-C, and start it again for a new one.',
  },
  'signed-out': {
    title: 'Open the address from the terminal',
    text: 'The console knows your browser by the address that the command prints. It holds a token, which works once.',
  },
  unreachable: {
    title: 'The console does not answer',
    text: 'It may have been stopped. Start it again, and open the address that it prints.',
  },
} as const

/** What somebody sees whose browser the console does not know. */
export function SignIn({ state }: { readonly state: Exclude<Session['state'], 'signed-in'> }) {
  const { title, text } = words[state]
  return (
    <main className="sign-in">
      <div className="card sign-in-card">
        <KeyRound size={28} aria-hidden="true" />
        <h1>{title}</h1>
        <p>{text}</p>
        <pre>
          <code>npx @labelbox-org/tools console</code>
        </pre>
      </div>
    </main>
  )
}
