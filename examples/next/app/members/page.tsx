import { connection } from 'next/server'
import { Suspense } from 'react'
import { InviteForm } from './InviteForm'
import { Members } from './Members'
import { Providers } from './Providers'

export default function MembersPage() {
  return (
    <main>
      <h1>Members</h1>
      <Suspense fallback={<p>Loading members …</p>}>
        <PerVisit />
      </Suspense>
    </main>
  )
}

async function PerVisit() {
  // Rendered for each visit, not while the app is built.
  await connection()
  return (
    <Providers>
      <Members />
      <InviteForm />
    </Providers>
  )
}
