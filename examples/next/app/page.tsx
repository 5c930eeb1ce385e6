import { Labelbox } from 'labelbox-org'
import Link from 'next/link'
import { connection } from 'next/server'
import { Suspense } from 'react'

export default function Home() {
  return (
    <main>
      <h1>Organization</h1>
      <Suspense fallback={<p>Loading seats …</p>}>
        <Seats />
      </Suspense>
      <Link href="/members">Members</Link>
    </main>
  )
}

/** A server component: it reads with the key, and sends no code to the page. */
async function Seats() {
  // Rendered for each visit, not while the app is built.
  await connection()
  const labelbox = new Labelbox({
    endpoint: process.env['LABELBOX_ENDPOINT'],
  })
  const organization = await labelbox.getOrganization()
  const { used, limit } = await organization.inviteLimit()
  return (
    <p>
      {organization.name}: {used} of {limit} seats are taken.
    </p>
  )
}
