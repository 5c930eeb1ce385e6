import { CSPProvider } from '@base-ui/react/csp-provider'
import { useEffect, useState } from 'react'
import { Provider } from 'urql'
import { consoleClient } from '../data/consoleClient.ts'
import { openSession, type Session } from './browserSession.ts'
import { Shell } from './Shell.tsx'
import { SignIn } from './SignIn.tsx'

// Asked once: a second use of the token would be refused.
const opening = openSession()

/** The console, for a browser that it knows. */
export function ConsoleApp() {
  const [session, setSession] = useState<Session>()
  useEffect(() => {
    void opening.then(setSession)
  }, [])
  if (session === undefined) return null
  if (session.state !== 'signed-in') return <SignIn state={session.state} />
  return (
    // The server's content security policy allows no inline styles.
    <CSPProvider disableStyleElements>
      <Provider value={consoleClient}>
        <Shell place={session.place} />
      </Provider>
    </CSPProvider>
  )
}
