import type { IncomingHttpHeaders } from 'node:http'
import react from '@vitejs/plugin-react'
import { defineConfig, type ProxyOptions } from 'vite'

// The sandbox unless told otherwise: this page sends invites, and a real organization should be named on purpose.
const endpoint = new URL(process.env['LABELBOX_ENDPOINT'] ?? 'http://127.0.0.1:4100/graphql')
const apiKey = process.env['LABELBOX_API_KEY'] ?? 'sandbox-key'

const toLabelbox = (path: string): ProxyOptions => ({
  target: endpoint.origin,
  changeOrigin: true,
  rewrite: () => path,
  headers: { authorization: `Bearer ${apiKey}` },
  // Other sites in the same browser can post here too, and the key would speak for them.
  bypass: ({ headers }) => (isJson(headers) && isOwnPage(headers) ? undefined : false),
})

/** A page of another site can't send JSON without being asked first, and the proxy answers no such question. */
const isJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json *(;|$)/i.test(headers['content-type'] ?? '')

/** Browsers send `Sec-Fetch-Site` over https and to this machine; over plain http on a network `Origin` alone tells. */
function isOwnPage({ origin, host, ...headers }: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined ? site === 'same-origin' : URL.canParse(origin) && new URL(origin).host === host
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // `labelbox-org/...` is this repository's source here. In a project of your own it is the installed package.
  resolve: { tsconfigPaths: true },
  server: {
    // The key stays in this process: the page posts without one, and it is added on the way. `preview` does the same.
    proxy: {
      '^/graphql$': toLabelbox(endpoint.pathname),
      '^/_gql$': toLabelbox(endpoint.pathname.replace(/\/graphql$/, '/_gql')),
    },
  },
})
