import { connection } from 'next/server'
import { Providers } from './Providers'
import { Members } from './Members'
import { InviteForm } from './InviteForm'

export default async function MembersPage() {
  await connection()
  return (
    <main>
      <h1>Members</h1>
      <Providers>
        <Members />
        <InviteForm />
      </Providers>
    </main>
  )
}
