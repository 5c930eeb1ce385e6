import type { IncomingHttpHeaders } from 'node:http'
import react from '@vitejs/plugin-react'
import { defineConfig, type ProxyOptions } from 'vite'

// The sandbox by default: this page sends invites, so a real organization should be chosen on purpose.
const endpoint = new URL(process.env['LABELBOX_ENDPOINT'] ?? 'http://127.0.0.1:4100/graphql')
const apiKey = process.env['LABELBOX_API_KEY'] ?? 'sandbox-key'

const toLabelbox = (path: string): ProxyOptions => ({
  target: endpoint.origin,
  changeOrigin: true,
  rewrite: () => path,
  headers: { authorization: `Bearer ${apiKey}` },
  // Other sites in the same browser can post here too, and would use the key.
  bypass: ({ headers }) => (isJson(headers) && isOwnPage(headers) ? undefined : false),
})

/** A page of another site needs a CORS preflight to send JSON, and the proxy does not allow it. */
const isJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json *(;|$)/i.test(headers['content-type'] ?? '')

/** Browsers send `Sec-Fetch-Site` over HTTPS and to localhost. Over HTTP on a network they send only `Origin`. */
function isOwnPage({ origin, host, ...headers }: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined ? site === 'same-origin' : URL.canParse(origin) && new URL(origin).host === host
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Here `labelbox-org/...` is this repository's source. In your project it is the installed package.
  resolve: { tsconfigPaths: true },
  server: {
    // The page posts without a key, and this server adds it. `vite preview` does the same.
    proxy: {
      '^/graphql$': toLabelbox(endpoint.pathname),
      '^/_gql$': toLabelbox(endpoint.pathname.replace(/\/graphql$/, '/_gql')),
    },
  },
})
