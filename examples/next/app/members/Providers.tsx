'use client'

import { ssrExchange, UrqlProvider } from '@urql/next'
import { createLabelboxClient } from 'labelbox-org/urql'
import { Suspense, useMemo, type ReactNode } from 'react'

const isPage = typeof window !== 'undefined'

function newClient() {
  const ssr = ssrExchange({ isClient: isPage })
  // The server reads with the key. Next.js leaves these variables out of the page's code.
  const server = {
    endpoint: process.env['LABELBOX_ENDPOINT'],
    apiKey: process.env['LABELBOX_API_KEY'],
  }
  const page = { endpoint: '/api/labelbox' }
  const client = createLabelboxClient({
    ...(isPage ? page : server),
    ssr,
    suspense: true,
  })
  return { client, ssr }
}

// React forgets a memo of what suspends before it is shown, and each try would make a client that reads again.
const ofPage = isPage ? newClient() : undefined

/** Gives urql's hooks a client: one for each rendering on the server, and one in the page. */
export function Providers({
  children,
}: {
  readonly children: ReactNode
}) {
  const { client, ssr } = useMemo(() => ofPage ?? newClient(), [])
  return (
    <UrqlProvider client={client} ssr={ssr}>
      <Suspense fallback={<p>Loading members …</p>}>
        {children}
      </Suspense>
    </UrqlProvider>
  )
}
