/** @jsxImportSource solid-js */
import { Provider } from '@urql/solid'
import { createLabelboxClient } from 'labelbox-org/urql'
import { render } from 'solid-js/web'
import { App } from './App.tsx'

const root = document.getElementById('app')
if (root === null)
  throw new Error('index.html has no element with the id app.')

const client = createLabelboxClient({ endpoint: '/api/labelbox' })

render(
  () => (
    <Provider value={client}>
      <App />
    </Provider>
  ),
  root,
)
