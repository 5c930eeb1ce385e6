/** @jsxImportSource preact */
import { Provider } from '@urql/preact'
import { createLabelboxClient } from 'labelbox-org/urql'
import { render } from 'preact'
import { App } from './App.tsx'

const root = document.getElementById('app')
if (root === null)
  throw new Error('index.html has no element with the id app.')

const client = createLabelboxClient({ endpoint: '/api/labelbox' })

render(
  <Provider value={client}>
    <App />
  </Provider>,
  root,
)
