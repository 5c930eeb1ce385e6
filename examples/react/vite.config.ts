import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import type { labelbox as handler } from './labelbox.ts'

/** The server side of the page, in Vite's development server. In production it is server.ts. */
const proxy: Plugin = {
  name: 'labelbox',
  configureServer(server) {
    server.middlewares.use('/api/labelbox', (request, response, next) => {
      void server
        .ssrLoadModule('/labelbox.ts')
        .then(({ labelbox }) => (labelbox as typeof handler)(request, response, next))
        .catch(next)
    })
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), proxy],
  // Here `labelbox-org/...` is this repository's source. In your project it is the installed package.
  resolve: { tsconfigPaths: true },
})
