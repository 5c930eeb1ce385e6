import { text } from 'node:stream/consumers'
import { createLabelboxClient } from 'labelbox-org/urql'
import { prerenderToNodeStream } from 'react-dom/static'
import { Provider, ssrExchange } from 'urql'
import { App } from './App.tsx'

/** Renders the page with its data, and returns both. */
export async function render() {
  const ssr = ssrExchange({ isClient: false })
  // The server reads with the key. A client for each visit: no visitor sees what another one has read.
  const client = createLabelboxClient({
    endpoint: process.env['LABELBOX_ENDPOINT'],
    apiKey: process.env['LABELBOX_API_KEY'],
    ssr,
    suspense: true,
  })
  const { prelude } = await prerenderToNodeStream(
    <Provider value={client}>
      <App />
    </Provider>,
  )
  return { html: await text(prelude), results: ssr.extractData() }
}
