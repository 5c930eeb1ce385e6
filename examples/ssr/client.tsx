import { createLabelboxClient } from 'labelbox-org/urql'
import { hydrateRoot } from 'react-dom/client'
import { Provider, ssrExchange, type SSRData } from 'urql'
import { App } from './App.tsx'

const root = document.getElementById('app')
const results = document.getElementById('results')
if (root === null || results === null)
  throw new Error('index.html lacks the elements app and results.')

// The results of the server's rendering, so that the page asks for nothing again.
const ssr = ssrExchange({
  isClient: true,
  initialState: JSON.parse(results.textContent) as SSRData,
})
const client = createLabelboxClient({
  endpoint: '/api/labelbox',
  ssr,
  suspense: true,
})

hydrateRoot(
  root,
  <Provider value={client}>
    <App />
  </Provider>,
)
