import { Labelbox } from 'labelbox-org'
import Link from 'next/link'
import { connection } from 'next/server'

/** A server component: it reads with the key, and sends no code to the page. */
export default async function SeatsPage() {
  // Rendered for each visit, not while the app is built.
  await connection()
  const labelbox = new Labelbox({
    endpoint: process.env['LABELBOX_ENDPOINT'],
  })
  const organization = await labelbox.getOrganization()
  const { used, limit } = await organization.inviteLimit()
  return (
    <main>
      <h1>{organization.name}</h1>
      <p>
        {used} of {limit} seats are taken.
      </p>
      <Link href="/members">Members</Link>
    </main>
  )
}
