import { labelboxProxy, toNodeHandler } from 'labelbox-org/proxy'
import type { Plugin } from 'vite'

/**
 * Serves `/api/labelbox` in `vite` and `vite preview`, so that the page needs no key. Use it on your own machine only: it
 * knows no users. In production, pass an `authorize` that asks your sign-in.
 */
export function labelbox(): Plugin {
  const handler = toNodeHandler(
    labelboxProxy({
      // The sandbox by default: the pages send invites, so a real organization should be chosen on purpose.
      endpoint:
        process.env['LABELBOX_ENDPOINT'] ??
        'http://127.0.0.1:4100/graphql',
      apiKey: process.env['LABELBOX_API_KEY'] ?? 'sandbox-key',
      authorize: (_request, { kind, operationName }) =>
        kind === 'query' || operationName === 'InviteUser',
    }),
  )
  return {
    name: 'labelbox',
    configureServer: ({ middlewares }) =>
      void middlewares.use('/api/labelbox', handler),
    configurePreviewServer: ({ middlewares }) =>
      void middlewares.use('/api/labelbox', handler),
  }
}
