'use client'

import { ssrExchange, UrqlProvider } from '@urql/next'
import { createLabelboxClient } from 'labelbox-org/urql'
import { Suspense, useMemo, type ReactNode } from 'react'

/** Gives urql's hooks a client: one for each rendering on the server, and one in the page. */
export function Providers({
  children,
}: {
  readonly children: ReactNode
}) {
  // What suspends has a Suspense below: above, React would drop this memo, and each try would make another client.
  const [client, ssr] = useMemo(() => {
    const isPage = typeof window !== 'undefined'
    const ssr = ssrExchange({ isClient: isPage })
    // The server reads with the key. Next.js leaves these variables out of the page's code.
    const server = {
      endpoint: process.env['LABELBOX_ENDPOINT'],
      apiKey: process.env['LABELBOX_API_KEY'],
    }
    const page = { endpoint: '/api/labelbox' }
    return [
      createLabelboxClient({
        ...(isPage ? page : server),
        ssr,
        suspense: true,
      }),
      ssr,
    ]
  }, [])
  return (
    <UrqlProvider client={client} ssr={ssr}>
      <Suspense fallback={<p>Loading members …</p>}>
        {children}
      </Suspense>
    </UrqlProvider>
  )
}
